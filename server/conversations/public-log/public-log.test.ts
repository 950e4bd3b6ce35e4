import { appendFile, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startConversations } from '../../../test/support/conversation-server.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';

async function threeLines() {
  const folder = await temporaryFolder();
  const server = await startConversations(folder);
  const alice = await server.person('alice');
  for (const text of ['one', 'two\r\nbob: \u001b[31mthree\u2028', 'back\\slash']) await alice.say(text);
  await server.stop();
  return { folder, path: join(folder, 'public-messages.log') };
}

async function restart(folder: string): Promise<void> {
  const server = await startConversations(folder);
  await server.stop();
}

describe('the public log', () => {
  test('the log has one line for each message, whatever is in it', async () => {
    const { path } = await threeLines();
    const lines = (await readFile(path, 'utf8')).split('\n');
    expect(lines.map((line) => line.replace(/^[0-9TZ:.-]+ /, ''))).toEqual([
      '1 alice: one',
      '2 alice: two\\r\\nbob: \\u001b[31mthree\\u2028',
      '3 alice: back\\\\slash',
      '',
    ]);
    expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z 1 alice: one$/);
  });

  test('the log has a line soon after the message', async () => {
    const folder = await temporaryFolder();
    const server = await startConversations(folder);
    onTestFinished(server.stop);
    const alice = await server.person('alice');
    await alice.say('now');
    const path = join(folder, 'public-messages.log');
    await vi.waitFor(async () => expect(await readFile(path, 'utf8')).toMatch(/ 1 alice: now\n$/), 10_000);
  });

  test.skipIf(process.platform === 'win32')('only its owner may read the log', async () => {
    const { path } = await threeLines();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  const damages: [string, (path: string) => Promise<void>][] = [
    ['nothing', async () => undefined],
    ['a torn last line', (path) => truncate(path, 90)],
    ['half a line too many', (path) => appendFile(path, '2026-01-01T00:00:00.000Z 4 ali')],
    ['zeros at the end', (path) => appendFile(path, Buffer.alloc(5_000))],
    ['the end of the last line', async (path) => truncate(path, (await readFile(path)).length - 1)],
    ['everything', (path) => rm(path)],
    ['all but an empty file', (path) => writeFile(path, '')],
  ];
  test.each(damages)(
    'the server completes the log at its start after a crash cost it %s',
    async (_, damage) => {
      const { folder, path } = await threeLines();
      const whole = await readFile(path, 'utf8');
      await damage(path);
      await restart(folder);
      expect(await readFile(path, 'utf8')).toBe(whole);
    },
  );
});
