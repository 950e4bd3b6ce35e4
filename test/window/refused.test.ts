// What is asked for and refused is said, and nothing that was written is lost over it.
import { expect, test } from 'vitest';
import type { EngineApi } from '../../engine/api/api.ts';
import { type Refusal, refuse } from '../../protocol/errors.ts';
import { startTestServer } from '../support/test-server.ts';
import { createHostileEngine } from './support/hostile-engine.ts';
import { connect, openConversation, personInWindow, write } from './support/people.ts';
import { openWindow } from './support/window.ts';

test('a command that is refused or misspelt gives back what was written', async () => {
  const home = await startTestServer();
  const { page, asked } = await personInWindow(home, 'alice');
  await openConversation(page, /^Lobby/);
  const field = page.getByLabel('Message Lobby');
  await write(page, '/msg nobody what took long to write');
  await page.getByText('There is nobody of that name here.').waitFor();
  expect(await field.inputValue()).toBe('/msg nobody what took long to write');
  await write(page, '/quit smoking, they say');
  await page.getByText('The command is written like this: /quit').waitFor();
  expect(await field.inputValue()).toBe('/quit smoking, they say');
  expect(asked.some(({ name }) => name === 'quit')).toBe(false);
});

/** The conversation with somebody, before an engine that refuses. */
async function besideBob(call?: (engine: EngineApi) => EngineApi['call']) {
  const engine = createHostileEngine(['bob']);
  engine.refusal = refuse('storage-full');
  const { page } = await openWindow({ engine: { ...engine, ...(call && { call: call(engine) }) } });
  await connect(page, 'home.example');
  await openConversation(page, /bob/);
  return { page, notices: page.getByRole('region', { name: 'Notices' }) };
}

test('a message and a sign-out that are refused are told', async () => {
  const { page, notices } = await besideBob();
  const told = notices.getByText(/disk is full/);
  await page.getByRole('button', { name: 'Try again' }).click();
  await told.waitFor();
  await notices.getByRole('button', { name: 'Dismiss' }).click();
  await page.getByRole('button', { name: /Change status/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  await told.waitFor();
  await notices.getByRole('button', { name: 'Dismiss' }).click();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Sign out');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  await told.waitFor();
});

test('a message that is refused late stands before what was written since', async () => {
  const sent = Promise.withResolvers<Refusal>();
  const { page } = await besideBob(
    (engine) => async (method, parameters) =>
      method === 'send' ? sent.promise : engine.call(method, parameters),
  );
  const field = page.getByLabel('Message bob');
  await write(page, 'the first');
  await expect.poll(() => field.inputValue()).toBe('');
  await page.keyboard.type('the second');
  sent.resolve(refuse('storage-full'));
  await page.getByText(/disk is full/).waitFor();
  expect(await field.inputValue()).toBe('the first\nthe second');
});

test('a text that is too long for one message is kept whole, and the composer counts what is too much', async () => {
  const { page } = await besideBob(
    (engine) => async (method, parameters) =>
      method === 'send' ? refuse('too-large', { limit: 32_700 }) : engine.call(method, parameters),
  );
  const field = page.getByLabel('Message bob');
  await field.fill('x'.repeat(32_000));
  await page.getByText(/^\d{3} characters left$/).waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+c');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Control+v');
  await page.keyboard.press('Control+v');
  await page.getByText(/^63,\d{3} characters too long to send as one message$/).waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('This message is too long. About 32,700 characters fit into one.').waitFor();
  expect((await field.inputValue()).length).toBe(96_000);
});
