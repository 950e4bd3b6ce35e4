import { once } from 'node:events';
import { chmod, cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { connect as connectSocket, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createConnection } from '../engine/connection/connection.ts';
import { systemClock } from '../engine/system-clock.ts';
import { username } from '../protocol/ids.ts';
import { silentLogger } from '../test/support/silent-logger.ts';
import { temporaryFolder } from '../test/support/temporary-folder.ts';
import { startTestServer } from '../test/support/test-server.ts';
import { connectWire, registered } from '../test/support/wire-client.ts';
import { StartFailure } from './main.ts';

async function failureOf(starting: Promise<unknown>): Promise<string> {
  const error = await starting.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StartFailure);
  return error instanceof Error ? error.message : '';
}

test('GET /health reports the server’s state, other paths answer 404', async () => {
  const { url } = await startTestServer();
  const health = await fetch(`${url}/health`);
  expect(health.status).toBe(200);
  expect(await health.json()).toEqual({
    status: 'ok',
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    uptime: expect.any(Number),
    store: 'ok',
  });
  for (const path of ['/socket.io.js', '/health/x', '/chat/health']) {
    expect((await fetch(url + path)).status).toBe(404);
  }
});

test('a browser at the server’s address gets a page that loads nothing', async () => {
  const { url } = await startTestServer();
  const answer = await fetch(url);
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(answer.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; style-src 'sha256-[^']+';/,
  );
  const page = await answer.text();
  expect(page).toContain('This is a Parley server');
  expect(page).not.toMatch(/src=|href=|url\(|<script/);
});

test('below a path of a proxy, which takes the path away or leaves it', async () => {
  const { url, ownerInvite } = await startTestServer({ args: ['--public-url', 'https://home.example/chat'] });
  expect(ownerInvite).toMatch(/^parley:\/\/home\.example:443\/chat\/\?invite=[\w-]{43}&tls=1$/);
  for (const base of [url, `${url}/chat`]) {
    expect((await fetch(base)).status).toBe(200);
    expect((await fetch(`${base}/`)).status).toBe(200);
    expect((await fetch(`${base}/health`)).status).toBe(200);
    const connection = createConnection({ url: base, clock: systemClock, logger: silentLogger });
    onTestFinished(() => connection.stop());
    connection.start();
    expect(
      await connection.request('account:pre-login', { username: username.parse('alice') }),
    ).toMatchObject({ ok: true });
  }
  for (const path of ['/chatter', '/chat/chat/health']) expect((await fetch(url + path)).status).toBe(404);
});

test('a port in use is named, and the folder is let go', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  onTestFinished(() => void holder.close());
  const { port } = holder.address() as { port: number };
  const dataFolder = await temporaryFolder();
  const starting = startTestServer({ dataFolder, args: ['--port', String(port)] });
  expect(await failureOf(starting)).toMatch(new RegExp(`^Port ${port} on 127.0.0.1 is in use\\. .*--port`));
  await startTestServer({ dataFolder });
});

test('a folder that another server works in is named', async () => {
  const { dataFolder } = await startTestServer();
  expect(await failureOf(startTestServer({ dataFolder }))).toContain(
    `is in use by process ${process.pid}, which is running. Stop it and start again`,
  );
  const elsewhere = { pid: 7, host: 'elsewhere' };
  await writeFile(join(dataFolder, 'store', 'store.lock'), JSON.stringify(elsewhere));
  expect(await failureOf(startTestServer({ dataFolder }))).toContain(
    'in use by process 7 on elsewhere (another container or computer), which is running',
  );
});

test('a folder that can’t be one is named', async () => {
  const file = join(await temporaryFolder(), 'file');
  await writeFile(file, '');
  expect(await failureOf(startTestServer({ dataFolder: file }))).toContain(
    `The data folder ${file} can’t be used`,
  );
});

test('a store with something else in it is refused, and left as it is', async () => {
  const dataFolder = await temporaryFolder();
  await mkdir(join(dataFolder, 'store'));
  await writeFile(join(dataFolder, 'store', 'holiday.jpg'), '');
  expect(await failureOf(startTestServer({ dataFolder }))).toContain('holiday.jpg');
});

test.each(['store/documents/server', 'store/documents/accounts', 'store'])(
  'a server whose %s is missing is not made anew, and starts from a backup',
  async (part) => {
    const home = await startTestServer();
    await registered(home, 'alice');
    await home.stop();
    const backup = join(await temporaryFolder(), 'backup');
    await cp(home.dataFolder, backup, { recursive: true });
    await rm(join(home.dataFolder, part), { recursive: true });
    const failure = await failureOf(startTestServer({ dataFolder: home.dataFolder }));
    expect(failure).toContain(part === 'store' ? 'not its store' : join(home.dataFolder, part));
    expect(failure).toMatch(/missing.* Restore the (whole )?folder from a backup/);
    const restored = await startTestServer({ dataFolder: backup });
    expect(restored.name).toBe(home.name);
  },
);

test('TLS files that can’t be read or aren’t any are named', async () => {
  const folder = await temporaryFolder();
  const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
  const args = ['--tls-certificate', certificate, '--tls-key', key];
  expect(await failureOf(startTestServer({ args }))).toContain(`The TLS file ${certificate} can’t be read`);
  await writeFile(certificate, 'nonsense');
  await writeFile(key, 'nonsense');
  await chmod(key, 0o600);
  expect(await failureOf(startTestServer({ args }))).toContain('are not a PEM certificate and its key');
});

test('a server keeps its name and the cost of its passwords', async () => {
  const { dataFolder, stop } = await startTestServer();
  await stop();
  const renamed = startTestServer({ dataFolder, args: ['--name', 'other.example'] });
  expect(await failureOf(renamed)).toContain('This server’s name is home.example');
  const cheaper = startTestServer({ dataFolder, args: ['--argon2-iterations', '4'] });
  expect(await failureOf(cheaper)).toContain('iterations 3; it can’t become 4');
});

test('a connection on which nothing is said doesn’t keep the server from stopping', async () => {
  const home = await startTestServer();
  const { hostname, port } = new URL(home.url);
  const silent = connectSocket(Number(port), hostname);
  const closed = once(silent, 'close');
  await once(silent, 'connect');
  await home.stop();
  await closed;
});

test('closing lets go of connections, port and folder', async () => {
  const home = await startTestServer();
  const alice = await registered(home, 'alice');
  const gone = alice.next('disconnect');
  await home.stop();
  await gone;
  await expect(connectWire(home.url)).rejects.toThrow();
  await startTestServer({ dataFolder: home.dataFolder, args: ['--port', new URL(home.url).port] });
});
