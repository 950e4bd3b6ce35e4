// What can't start says in one sentence what is wrong and what to do, ends with 1 and leaves everything as it was.
import { hash } from 'node:crypto';
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileWith } from './support/administrator.ts';
import { runParley } from './support/rpc-process.ts';
import { canStop, type RpcServer, startRpcServer } from './support/rpc-server.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { filesIn } from './support/traces.ts';

/** The data folder of a server that was stopped or killed after a user had written in the Lobby. */
async function leftFolder(end: (server: RpcServer) => Promise<unknown>): Promise<string> {
  const server = await startRpcServer();
  const alice = await server.person('alice');
  const [lobby] = await alice.call('conversations');
  for (const text of ['one', 'two', 'three']) {
    await alice.call('send', { conversation: lobby!.id, text });
    await alice.next('message', ({ message }) => message.text === text && message.state === 'sent');
  }
  await alice.close();
  await end(server);
  return server.dataFolder;
}

const stopped = () => leftFolder((server) => server.stop());
const killed = () =>
  leftFolder(async ({ dataFolder, process }) => {
    await process.kill9();
    // Names an owner that is gone; a start writes its own over it.
    await rm(join(dataFolder, 'store', 'store.lock'));
  });

async function digestsOf(folder: string): Promise<Map<string, string>> {
  const files = await filesIn(folder);
  return new Map([...files].map(([path, content]) => [path, hash('sha256', content)]));
}

/** Returns the sentence. */
async function refusedStart(folder: string, ...args: readonly string[]): Promise<string> {
  const before = await digestsOf(folder);
  const { code, stdout, stderr } = await runParley(['server', '--port', '0', '--data', folder, ...args]);
  expect(stderr).toMatch(/^[^\n]+\.\n$/);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(await digestsOf(folder), 'the folder is as it was').toEqual(before);
  return stderr;
}

async function damage(file: string, offset: number): Promise<void> {
  const content = await readFile(file);
  content.writeUInt8(content.readUInt8(offset) ^ 1, offset);
  await writeFile(file, content);
}

async function fileLike(folder: string, pattern: RegExp): Promise<string> {
  const file = [...(await filesIn(folder)).keys()].find((path) => pattern.test(path));
  if (file === undefined) throw new Error(`there is no file like ${pattern}`);
  return file;
}

test('a second server in the same folder', async () => {
  const { dataFolder, process } = await startRpcServer();
  const sentence = await refusedStart(dataFolder);
  expect(sentence).toContain(
    `${join(dataFolder, 'store')} is in use by process ${process.child.pid}, which is running`,
  );
  expect(sentence).toContain('Stop it and start again');
});

test.skipIf(!canStop)('a port that is in use', async () => {
  const { url } = await startRpcServer();
  const { port } = new URL(url);
  const sentence = await refusedStart(await stopped(), '--port', port);
  expect(sentence).toMatch(`Port ${port} on 127.0.0.1 is in use. Stop what uses it, or choose another with`);
});

test('a configuration file that is missing or not JSON', async () => {
  const folder = await temporaryFolder();
  const missing = join(folder, 'missing.json');
  expect(await refusedStart(folder, '--config', missing)).toContain(missing);
  const nonsense = await fileWith('port: 5002');
  expect(await refusedStart(folder, '--config', nonsense)).toContain(`${nonsense} is not JSON`);
});

test.skipIf(!canStop)('a file in the store that is not part of it', async () => {
  const folder = await stopped();
  const file = join(folder, 'store', 'holiday.jpg');
  await writeFile(file, '');
  expect(await refusedStart(folder)).toContain(`${file}: it is not part of a store. Move it out`);
});

test('a journal that is damaged in the middle', async () => {
  const folder = await killed();
  const journal = await fileLike(folder, /\.journal$/);
  const { length } = await readFile(journal);
  await damage(journal, Math.floor(length / 2));
  const sentence = await refusedStart(folder);
  expect(sentence).toMatch(/: record \d+ at byte \d+ is damaged\. Restore the folder from a backup/);
  expect(sentence).toContain(journal);
});

test.skipIf(!canStop)('a document that is damaged', async () => {
  const folder = await stopped();
  const document = await fileLike(folder, /documents.*\.json$/);
  await damage(document, 200);
  const sentence = await refusedStart(folder);
  expect(sentence).toContain(`${document}: its checksum does not fit its content. Restore the folder`);
});

test('a journal that a power failure tore is cut off, which is reported once', async () => {
  const folder = await killed();
  const journal = await fileLike(folder, /\.journal$/);
  await appendFile(journal, Buffer.alloc(50));
  const first = await startRpcServer({ dataFolder: folder });
  expect(first.process.stderr().split(journal)).toHaveLength(2);
  expect(first.process.stderr()).toContain('It had not been acknowledged and was cut off.');
  await first.stop();
  const second = await startRpcServer({ dataFolder: folder });
  expect(second.process.stderr()).not.toContain('cut off');
  const alice = await second.client();
  await alice.call('signIn', { username: 'alice', password: 'alice’s long password' });
  await alice.next('message', ({ message }) => message.text === 'three');
});

test('a second client on the same profile', async () => {
  const server = await startRpcServer();
  const first = await server.client();
  await first.call('status');
  const second = await runParley(['rpc', '--server', server.url, '--profile', first.profile]);
  const sentence = `The profile ${first.profile} is in use by another Parley. Quit that one first.\n`;
  expect(second).toEqual({ code: 1, stdout: '', stderr: sentence });
});
