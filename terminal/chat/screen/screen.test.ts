import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { TerminalDouble } from '../../../test/support/terminal-double.ts';
import { line } from './line.ts';
import { Screen } from './screen.ts';

async function atTerminal(columns = 40) {
  vi.stubEnv('TERM', 'xterm');
  onTestFinished(() => void vi.unstubAllEnvs());
  const terminal = new TerminalDouble(columns);
  const { stdin, stdout } = terminal;
  const pasteMark = (nth: number) => `paste ${nth}`;
  const screen = new Screen({ stdin, stdout, stderr: stdout, plain: true, pasteMark });
  onTestFinished(() => screen.close());
  screen.setPrompt(line('Lobby> '));
  await setImmediate();
  return { terminal, screen, reading: screen.readLine() };
}

test('what comes in stands above the prompt, which keeps what is typed and where the cursor is', async () => {
  const { terminal, screen, reading } = await atTerminal();
  terminal.type('hello wrld');
  terminal.type('\u001b[D\u001b[D\u001b[D');
  await expect.poll(() => terminal.cursor()).toEqual({ row: 0, column: 14 });
  screen.print([line('14:05 bob: one'), line('14:06 bob: two')]);
  expect(terminal.rows()).toEqual(['14:05 bob: one', '14:06 bob: two', 'Lobby> hello wrld']);
  expect(terminal.cursor()).toEqual({ row: 2, column: 14 });
  terminal.type('o\r');
  expect(await reading).toEqual({ typed: 'hello world', text: 'hello world' });
});

test('a prompt of several rows stays whole, and gives way to the message when it is sent', async () => {
  const { terminal, screen, reading } = await atTerminal(20);
  terminal.type('a text that is longer than two rows of it');
  await expect.poll(() => terminal.rows()).toHaveLength(3);
  screen.print([line('bob: one')]);
  screen.print([line('bob: two')]);
  const typed = ['Lobby> a text that i', 's longer than two ro', 'ws of it'];
  expect(terminal.rows()).toEqual(['bob: one', 'bob: two', ...typed]);
  terminal.type('\r');
  await reading;
  screen.eraseEcho();
  expect(terminal.rows()).toEqual(['bob: one', 'bob: two']);
});

test('a secret is neither shown nor brought back by the up key', async () => {
  const { terminal, screen, reading } = await atTerminal();
  terminal.type('first\r');
  await reading;
  const secret = screen.askSecret('Password:');
  terminal.type('hush hush\r');
  expect(await secret).toBe('hush hush');
  const next = screen.readLine();
  terminal.type('\u001b[A\r');
  expect(await next).toMatchObject({ text: 'first' });
  expect(terminal.rows().join('\n')).not.toContain('hush');
  expect(terminal.rows()).toContain('Password:');
});

test('a paste of 64 KiB with line breaks is one line of input', async () => {
  const { terminal, reading } = await atTerminal();
  const pasted = `${'x'.repeat(80)}\n`.repeat(820);
  terminal.type(`see \u001b[200~${pasted}\u001b[201~`);
  await expect.poll(() => terminal.rows()).toEqual(['Lobby> see [paste 1]']);
  terminal.type('\r');
  expect(await reading).toEqual({ typed: 'see [paste 1]', text: `see ${pasted}` });
});

test('Ctrl+C and Ctrl+D end the input, and with it what waits for a line', async () => {
  for (const key of ['\u0003', '\u0004']) {
    const { terminal, screen, reading } = await atTerminal();
    terminal.type(key);
    expect(await reading).toBeUndefined();
    expect(await screen.ask('Sure?')).toBeUndefined();
  }
});
