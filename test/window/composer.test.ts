import { expect, test } from 'vitest';
import { startTestServer } from '../support/test-server.ts';
import { hasFocus, openConversation, person, personInWindow, write } from './support/people.ts';

async function alice(username = 'alice') {
  const home = await startTestServer({ accounts: ['bob', username] });
  await person(home, 'bob');
  const opened = await personInWindow(home, username);
  await openConversation(opened.page, /^Lobby/);
  return opened;
}

test('white space is not sent, and Shift+Enter inserts a line break', async () => {
  const { page } = await alice();
  await write(page, '   \n ');
  await write(page, '');
  const field = page.getByLabel('Message Lobby');
  await field.fill('');
  await page.keyboard.type('one');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('two');
  await page.keyboard.press('Enter');
  await page.locator('.message').waitFor();
  expect(await page.locator('.message').count()).toBe(1);
  expect(await page.locator('.message .bubble').innerText()).toBe('one\ntwo');
  expect(await field.inputValue()).toBe('');
});

test('with the alternative Enter setting, Ctrl+Enter sends and Enter inserts a line break', async () => {
  const { page } = await alice();
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Messages' }).click();
  await page.getByRole('radio', { name: /^Ctrl\+Enter sends/ }).check({ force: true });
  await page.keyboard.press('Escape');
  const field = page.getByLabel('Message Lobby');
  await field.focus();
  await page.keyboard.type('one');
  await page.keyboard.press('Enter');
  expect(await field.inputValue()).toBe('one\n');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('gridcell', { name: /^You, one/ }).waitFor();
});

test('Enter that ends an input method’s composition does not send', async () => {
  const { page } = await alice();
  const field = page.getByLabel('Message Lobby');
  await field.fill('にほん');
  await field.dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true });
  expect(await field.inputValue()).toBe('にほん');
  expect(await page.locator('.message').count()).toBe(0);
});

test('Tab completes a command, Enter runs it, and errors explain its usage', async () => {
  const { page, asked } = await alice();
  const field = page.getByLabel('Message Lobby');
  await field.focus();
  const commandAnswer = page.locator('.command-answer');
  expect(await commandAnswer.count()).toBe(0);
  await page.keyboard.type('/sta');
  await page.keyboard.press('Tab');
  await page.keyboard.type('aw');
  await page.keyboard.press('Tab');
  expect(await field.inputValue()).toBe('/status away');
  await page.keyboard.press('Enter');
  await commandAnswer.getByText('Your status: Away').waitFor();
  await page.getByRole('button', { name: /^alice Away/ }).waitFor();

  await write(page, '/msg bob how are you?');
  await page.getByRole('option', { name: /^bob.*You: how are you\?/ }).waitFor();
  await write(page, '/msg nobody hello');
  await page.getByText('No one here has that name.').waitFor();
  await write(page, '/users');
  await page.getByText(/People on this server:.*bob \(Available\)/).waitFor();
  await write(page, '/secret bob pass text');
  await page.getByRole('option', { name: /^bob.*You: Locked message/ }).waitFor();
  await write(page, '/secret bob pass');
  await page.getByText('Usage: /secret <user> <passphrase> <text>').waitFor();
  await write(page, '/dance');
  await page.getByText('Unknown command /dance.').waitFor();
  await write(page, '/status sleeping');
  await page.getByText('Usage: /status [normal|away|dnd]').waitFor();
  await write(page, '/quit');
  await expect.poll(() => asked.some(({ name }) => name === 'quit')).toBe(true);
  expect(await page.locator('.message').count()).toBe(0);
  await write(page, '/verify bob');
  await page.getByRole('heading', { name: 'Safety number with Bob' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await openConversation(page, /^bob/);
  await page.getByLabel('Message bob').waitFor();
  await write(page, '/back');
  await page.getByRole('heading', { name: 'Lobby' }).first().waitFor();
});

test('arrow keys walk through the messages', async () => {
  const { page } = await alice();
  for (const text of ['one', 'two', 'three']) await write(page, text);
  await page.getByRole('gridcell', { name: /^You, three/ }).waitFor();
  await page.getByRole('grid').focus();
  const focused = () => page.evaluate('document.activeElement?.getAttribute("aria-label")');
  await page.keyboard.press('ArrowUp');
  await expect.poll(focused).toMatch(/^You, three/);
  await page.keyboard.press('ArrowUp');
  await expect.poll(focused).toMatch(/^You, two/);
  await page.keyboard.press('ArrowDown');
  await expect.poll(focused).toMatch(/^You, three/);
});

test('each shortcut does what the shortcut list says', async () => {
  const { page } = await alice();
  const focused = () => page.evaluate('document.activeElement?.closest("[data-region]")?.className');
  await expect.poll(focused).toBe('composer');
  await page.keyboard.press('F6');
  expect(await focused()).toBe('sidebar');
  await page.keyboard.press('Shift+F6');
  expect(await focused()).toBe('composer');
  await page.keyboard.press('Control+/');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await page.keyboard.press('Escape');
  expect(await page.getByRole('dialog').count()).toBe(0);
  await write(page, '/help');
  await page.getByRole('button', { name: 'Dismiss' }).waitFor();
  await page.keyboard.press('F6');
  await page.keyboard.press('Shift+F6');
  await hasFocus(page.getByLabel('Message Lobby'));
  await openConversation(page, /^bob/);
  await page.getByLabel('Message bob').waitFor();
  await page.keyboard.press('Control+1');
  await page.getByLabel('Message Lobby').waitFor();
  await page.keyboard.press('Alt+ArrowDown');
  await page.getByLabel('Message bob').waitFor();
  await page.getByLabel('Message bob').fill('/');
  await page.getByRole('listbox', { name: 'Commands' }).waitFor();
  await page.keyboard.press('Alt+ArrowUp');
  await page.getByLabel('Message Lobby').waitFor();
});
