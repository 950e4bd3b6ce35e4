// `parley send`, `tail` and `unread` as a shell and cron use them.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  beforeDeadline,
  type ParleyProcess,
  runParley,
  spawnParley,
} from '../../test/support/rpc-process.ts';
import { canStop, startRpcServer } from '../../test/support/rpc-server.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';

async function printed(
  { child, stdout }: ParleyProcess,
  process: ParleyProcess,
  text: string,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = () => {
    if (stdout().includes(text)) resolve();
  };
  child.stdout.on('data', look);
  look();
  await beforeDeadline(process, promise, () => `“${text}” was printed`);
}

test('what is piped into send is in the pipe out of tail, and counted by unread', async () => {
  const server = await startRpcServer({ accounts: ['alice', 'bob'] });
  const alice = await server.person('alice');
  const bob = await server.person('bob');
  await alice.close();
  const withAlice = ['--profile', alice.profile];

  const sent = await runParley(['send', '@bob', ...withAlice], { input: 'line one\n  line two\n\n' });
  expect(sent).toEqual({ code: 0, stdout: '', stderr: '' });
  const { message } = await bob.next('message', (event) => event.message.sender === 'alice');
  expect(message.text).toBe('line one\n  line two');

  const tail = spawnParley(['tail', 'bob', '--json', ...withAlice]);
  await printed(tail, tail, 'line two');
  await bob.call('send', { conversation: message.conversation, text: 'an @alice answer' });
  await printed(tail, tail, 'an @alice answer');
  expect(
    tail
      .stdout()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).text),
  ).toEqual(['line one\n  line two', 'an @alice answer']);
  tail.child.kill('SIGINT');
  if (canStop) expect(await tail.ended).toBe(0);
  else await tail.ended;

  expect(await runParley(['unread', ...withAlice])).toEqual({
    code: 0,
    stdout: '    1  bob  mentions you\n',
    stderr: '',
  });

  const file = join(await temporaryFolder(), 'bob.json');
  const exported = await runParley(['export', 'bob', '--json', '--output', file, ...withAlice]);
  const [, fingerprint = ''] = /^SHA-256: ([0-9a-f]{64})\n$/.exec(exported.stderr) ?? [];
  expect(exported).toMatchObject({ code: 0, stdout: '' });
  const verify = () => runParley(['verify-export', file, '--fingerprint', fingerprint]);
  expect(await verify()).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringContaining('1 signed text'),
  });
  await writeFile(file, (await readFile(file, 'utf8')).replace('answer', 'ANSWER'));
  expect(await verify()).toMatchObject({ code: 1, stderr: 'The file has another fingerprint.\n' });

  await server.stop();
  const waiting = await runParley(['send', 'bob', 'later', '--timeout', '0', ...withAlice]);
  expect(waiting).toMatchObject({ code: 4, stdout: '', stderr: expect.stringContaining('outbox') });
});

test.each([
  [['send', '@bob'], '', 1, 'There is nothing to send: the text is empty.'],
  [['send', '@bob', '--file', 'a.png'], '', 1, /^Files can’t be sent yet \(not-supported\)\./],
  [['send', '@bob'], Buffer.from([0xff, 0x00, 0x80]), 1, /^What is on stdin is not text in UTF-8/],
  [['send'], '', 2, 'The <conversation> is missing. See parley send --help.'],
  [['tail', 'Lobby', '--last', 'many'], '', 2, '--last must be a number. See parley tail --help.'],
  [['unread'], '', 1, /^There is no profile in .* Sign in with parley chat first\.$/],
] as const)('%j is refused in a sentence', async (args, input, code, sentence) => {
  const environment = { XDG_DATA_HOME: await temporaryFolder(), HOME: await temporaryFolder() };
  const refused = await runParley(args, { input, environment });
  expect(refused).toMatchObject({ code, stdout: '' });
  expect(refused.stderr.trimEnd()).toMatch(sentence);
});
