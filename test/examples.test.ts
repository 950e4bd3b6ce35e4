// The programs in examples/, as their own processes.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { startRpcServer } from './support/rpc-server.ts';

const root = join(import.meta.dirname, '..');
const parley = `${process.execPath} ${join(root, 'out/server/parley.js')}`;
const languages = [
  { command: process.execPath, folder: 'typescript', programs: ['echo-bot.ts', 'reminder.ts', 'webhook.ts'] },
  { command: 'python3', folder: 'python', programs: ['echo_bot.py', 'reminder.py', 'webhook.py'] },
] as const;

for (const { command, folder, programs } of languages) {
  const isThere = spawnSync(command, ['--version']).status === 0;
  // PARLEY is a command line as POSIX shells split it.
  test.skipIf(!isThere || process.platform === 'win32')(
    `the programs in ${folder} echo, remind, and hand on what is posted`,
    async () => {
      const server = await startRpcServer({ accounts: ['alice', 'bob'] });
      const bot = await server.person('alice');
      const bob = await server.person('bob');
      await bot.close();
      const { id: conversation } = await bob.call('openDirect', { user: 'alice' });
      const environment = {
        ...{ PARLEY: parley, PARLEY_SERVER: server.url, PARLEY_PROFILE: bot.profile, PARLEY_USER: 'alice' },
        ...{ PARLEY_TO: 'bob', SECRET: 'long-and-secret' },
      };
      const start = (program: string) => {
        const child = spawn(command, [join(root, 'examples', folder, program)], {
          env: { ...process.env, ...environment },
        });
        // Its stderr is that of `parley rpc`, too: it is closed once both have ended, and the profile is free.
        const closed = once(child, 'close');
        const end = async () => {
          child.kill();
          await closed;
        };
        child.stderr.resume();
        onTestFinished(end);
        return { child, end };
      };
      const say = (text: string) => bob.call('send', { conversation, text });
      const answered = async (text: string | RegExp) =>
        bob.next(
          'message',
          ({ message }) => message.sender === 'alice' && (message.text?.match(text) ?? null) !== null,
        );

      const echo = start(programs[0]);
      await say('Is anyone there?');
      expect((await answered('Is anyone there?')).message.replyTo).toMatchObject({
        text: 'Is anyone there?',
      });
      await say('!time');
      await answered(/^\d{4}-\d\d-\d\dT/);
      await echo.end();

      const reminder = start(programs[1]);
      await say('remind me in 0 s to drink tea');
      await answered('Reminder: drink tea');
      await reminder.end();

      const webhook = start(programs[2]);
      const [line] = await once(createInterface({ input: webhook.child.stdout }), 'line');
      const address = String(line).replace('Listening on ', '');
      const post = async (path: string) =>
        (await fetch(address + path, { method: 'POST', body: `built ${path}` })).status;
      expect(await post('/guessed')).toBe(404);
      expect(await post('/long-and-secret')).toBe(204);
      await answered('built /long-and-secret');
      await webhook.end();
    },
  );
}
