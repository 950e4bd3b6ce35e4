// Offline is a state, not an error: what is set meanwhile is kept, and refusals go when the connection is back.
import { expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { unwrap } from '../support/unwrap.ts';
import { openConversation, person, personInWindow, write } from './support/people.ts';

async function aliceWithBob() {
  const home = await startTestServer({ accounts: ['bob', 'alice'] });
  const bob = await person(home, 'bob');
  const { page } = await personInWindow(home, 'alice');
  await openConversation(page, /^Lobby/);
  return { home, bob, page };
}

function startAgain({ dataFolder, url }: TestServer): Promise<TestServer> {
  return startTestServer({ dataFolder, args: ['--port', new URL(url).port] });
}

test('a status set offline shows as pending and reaches the server on reconnecting', async () => {
  const { home, bob, page } = await aliceWithBob();
  await home.stop();
  await page.getByText('Offline, reconnecting…').waitFor();
  await page.getByRole('button', { name: /^alice Available when back online/ }).waitFor();
  await write(page, '/status dnd');
  await page.getByText('You’re offline. Your status changes to “Do not disturb” when you’re back.').waitFor();
  await page.getByRole('button', { name: /^alice Do not disturb when back online/ }).waitFor();
  await startAgain(home);
  await page.getByRole('button', { name: /^alice Do not disturb(?! when)/ }).waitFor();
  await expect
    .poll(async () => unwrap(await bob.call('people', {})).find(({ user }) => user === 'alice')?.status)
    .toBe('dnd');
});

test('an offline refusal disappears on reconnecting and on typing', async () => {
  const { home, page } = await aliceWithBob();
  const refusal = page.getByText('You’re offline. Try again when you’re back online.');
  await home.stop();
  await page.getByText('Offline, reconnecting…').waitFor();
  await write(page, '/users');
  await refusal.waitFor();
  await page.getByLabel('Message Lobby').press('End');
  await page.keyboard.type('x');
  await refusal.waitFor({ state: 'detached' });
  await write(page, '/users');
  await refusal.waitFor();
  await startAgain(home);
  await page.getByText('Connected').waitFor();
  await refusal.waitFor({ state: 'detached' });
});
