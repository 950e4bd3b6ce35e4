// What is asked for and refused is said, and nothing that was written is lost over it.
import { expect, test } from 'vitest';
import type { EngineApi } from '../../engine/api/api.ts';
import { type Refusal, refuse } from '../../protocol/errors.ts';
import { startTestServer } from '../support/test-server.ts';
import { createHostileEngine } from './support/hostile-engine.ts';
import { connect, openConversation, personInWindow, write } from './support/people.ts';
import { openWindow } from './support/window.ts';

test('a refused or misspelt command stays in the composer', async () => {
  const home = await startTestServer({ accounts: ['alice'] });
  const { page, asked } = await personInWindow(home, 'alice');
  await openConversation(page, /^Lobby/);
  const field = page.getByLabel('Message Lobby');
  await write(page, '/msg nobody what took long to write');
  await page.getByText('No one here has that name.').waitFor();
  expect(await field.inputValue()).toBe('/msg nobody what took long to write');
  await write(page, '/quit smoking, they say');
  await page.getByText('Usage: /quit').waitFor();
  expect(await field.inputValue()).toBe('/quit smoking, they say');
  expect(asked.some(({ name }) => name === 'quit')).toBe(false);
});

/** The conversation with bob, on an engine that refuses. */
async function besideBob(call?: (engine: EngineApi) => EngineApi['call']) {
  const engine = createHostileEngine(['bob']);
  engine.refusal = refuse('storage-full');
  const { page } = await openWindow({ engine: { ...engine, ...(call && { call: call(engine) }) } });
  await connect(page, 'home.example');
  await openConversation(page, /bob/);
  return { page, notices: page.getByRole('region', { name: 'Notices' }) };
}

test('a refused message and a refused sign-out show a notice', async () => {
  const { page, notices } = await besideBob();
  const failure = notices.getByText(/disk is full/);
  await page.getByRole('button', { name: 'Try again' }).click();
  await failure.waitFor();
  await notices.getByRole('button', { name: 'Dismiss' }).click();
  await page.getByRole('button', { name: /Change status/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  await failure.waitFor();
  await notices.getByRole('button', { name: 'Dismiss' }).click();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Sign out');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  await failure.waitFor();
});

test('a message that is refused late returns in front of the new draft', async () => {
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

test('a text that is too long stays complete, and the composer counts the excess', async () => {
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
  await page.getByText(/^Too long by 63,\d{3} characters$/).waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('This message is too long (limit about 32,700 characters).').waitFor();
  expect((await field.inputValue()).length).toBe(96_000);
});
