/// <reference lib="dom" />
// What a person writes is shown as it was written, in its own place and nowhere else.
import { expect, test } from 'vitest';
import { startTestServer } from '../support/test-server.ts';
import { hasFocus, openConversation, person, personInWindow, sayInLobby, write } from './support/people.ts';

test('text direction is decided line by line, in the bubble and in the composer', async () => {
  const { page } = await personInWindow(await startTestServer({ accounts: ['alice'] }), 'alice');
  await openConversation(page, /^Lobby/);
  await write(page, 'An English line that is the longest of them all\nשלום עולם\n123 and a bit');
  const sides = await page.locator('.bubble > p').evaluate((element) => {
    const box = element.getBoundingClientRect();
    const text = element.firstChild ?? element;
    const lines = (text.textContent ?? '').split('\n');
    let start = 0;
    return lines.map((line) => {
      const range = document.createRange();
      range.setStart(text, start);
      range.setEnd(text, start + line.length);
      start += line.length + 1;
      const ink = range.getBoundingClientRect();
      return { left: ink.left - box.left < 2, right: box.right - ink.right < 2 };
    });
  });
  expect(sides).toEqual([
    { left: true, right: true },
    { left: false, right: true },
    { left: true, right: false },
  ]);
  const field = page.getByLabel('Message Lobby');
  expect(await field.evaluate((element) => getComputedStyle(element).unicodeBidi)).toBe('plaintext');
});

test('text is sent unchanged: indented, starting with a slash, and not at all if invisible', async () => {
  const { page } = await personInWindow(await startTestServer({ accounts: ['alice'] }), 'alice');
  await openConversation(page, /^Lobby/);
  const field = page.getByLabel('Message Lobby');
  for (const nothing of ['\u200b', '\u2060', '\u3164 \u2800', '\u00ad', '\u{e0041}'])
    await write(page, nothing);
  await write(page, '\n  if (x)\n    y();\n\n');
  await write(page, '//help');
  await write(page, '/shrug  at that');
  await page.getByText('Unknown command /shrug.').waitFor();
  expect(await field.inputValue()).toBe('/shrug  at that');
  await page.getByRole('button', { name: 'Send as a message' }).click();
  await page.getByRole('gridcell', { name: /^You, \/shrug/ }).waitFor();
  const texts = await page
    .locator('.bubble > p')
    .evaluateAll((all) => all.map(({ textContent }) => textContent));
  expect(texts).toEqual(['  if (x)\n    y();', '/help', '/shrug  at that']);
  expect(await page.getByText('Unknown command /shrug.').count()).toBe(0);
  await hasFocus(field);
  expect(await field.inputValue()).toBe('');
});

test('a misleading link shows its real host, which is not copied', async () => {
  const home = await startTestServer({ accounts: ['bob', 'alice'] });
  const bob = await person(home, 'bob');
  const { page, asked } = await personInWindow(home, 'alice');
  const text = 'see https://аррӏе.com/ and https://bücher.example/, not https://bank.example@evil.example';
  await sayInLobby(bob, text);
  await openConversation(page, /^Lobby/);
  const deceptive = page.getByRole('link', { name: 'https://аррӏе.com/ (xn--80ak6aa92e.com)' });
  await deceptive.click();
  expect(asked.filter(({ name }) => name === 'openExternal').map(({ args }) => args)).toEqual([
    ['https://xn--80ak6aa92e.com/'],
  ]);
  expect(await page.getByRole('link', { name: 'https://bücher.example/', exact: true }).count()).toBe(1);
  expect(await page.getByRole('link').count()).toBe(2);
  const copied = await page.locator('.bubble > p').evaluate((element) => {
    getSelection()?.selectAllChildren(element);
    return String(getSelection());
  });
  expect(copied).toBe(text);
});

test('formatting is shown as its author meant it, and Ctrl+B sets it', async () => {
  const home = await startTestServer({ accounts: ['alice', 'bob'] });
  const bob = await person(home, 'bob');
  const { page, asked } = await personInWindow(home, 'alice');
  await openConversation(page, /^Lobby/);
  await sayInLobby(bob, '**It was** ||the *butler*||\n```js\nif (a) {\n  b();\n}\n```');
  const message = page.getByRole('gridcell', { name: /^bob, It was \[hidden text\]/ });
  await message.locator('strong').getByText('It was').waitFor();
  expect(await message.getByText('butler').isVisible()).toBe(false);
  await message.getByRole('button', { name: 'Show the hidden text' }).press('Enter');
  await message.locator('em').getByText('butler').waitFor();
  await message.getByRole('button', { name: 'Copy code' }).click();
  const field = page.getByLabel('Message Lobby');
  await field.fill('so it was');
  await field.press('Shift+Home');
  await field.press('Control+b');
  expect(await field.inputValue()).toBe('**so it was**');
  await field.press('Control+b');
  expect(await field.inputValue()).toBe('so it was');
  await field.press('Control+z');
  expect(await field.inputValue()).toBe('**so it was**');
  expect(asked).toContainEqual({ name: 'copyText', args: ['if (a) {\n  b();\n}'] });
});
