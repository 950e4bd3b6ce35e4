import { expect, test } from 'vitest';
import type { EngineApi } from '../../engine/api/api.ts';
import { startTestServer } from '../support/test-server.ts';
import { unwrap } from '../support/unwrap.ts';
import { hostileStrings } from './support/hostile-strings.ts';
import { watchForCode } from './support/only-text.ts';
import { openConversation, person, personInWindow, say, sayInLobby, write } from './support/people.ts';
import { openWindow } from './support/window.ts';

test('a hundred hostile strings stay text wherever the window shows them', async () => {
  const home = await startTestServer({ accounts: ['alice'] });
  const alice = await personInWindow(home, 'alice');
  const { page } = alice;
  const watch = watchForCode(page);
  const mallory = await person(home, 'mallory', '"><img src=x onerror=hacked=1>');
  await openConversation(page, /^Lobby/);
  await sayInLobby(mallory, ...hostileStrings);
  await say(mallory, 'alice', ...hostileStrings.slice(0, 20));
  const last = hostileStrings.at(-1) ?? '';
  await page.locator('.bubble').filter({ hasText: last }).first().waitFor();
  await page.getByLabel('Message Lobby').fill(hostileStrings.join('\n'));
  await page
    .getByRole('option', { name: /^"><img/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Show details' }).click();
  await page.getByRole('heading', { name: 'Safety number' }).waitFor();
  for (const text of hostileStrings.slice(0, 30)) await write(page, text.replace(/^\//, ' /'));
  await write(page, '/msg <script>hacked=1</script> hello');
  await page.getByText('No one here has that name.').waitFor();
  await pinAll(mallory);
  await page.getByRole('button', { name: /^Show all 20 pinned/ }).click();
  await page.getByRole('menu').waitFor();
  await watch.expectOnlyText();
  expect(await alice.complaints()).toEqual([]);
});

/** Pins what this user has written to alice. */
async function pinAll(by: EngineApi): Promise<void> {
  const { id: conversation } = unwrap(await by.call('openDirect', { user: 'alice' }));
  const { messages } = unwrap(await by.call('history', { conversation, limit: 200 }));
  for (const { id, sender } of messages)
    if (sender === 'mallory') unwrap(await by.call('pin', { conversation, message: id }));
}

test('a hostile draft is unchanged after a restart', async () => {
  const home = await startTestServer({ accounts: ['alice'] });
  const before = await personInWindow(home, 'alice');
  await openConversation(before.page, /^Lobby/);
  await before.page.getByLabel('Message Lobby').fill(hostileStrings.join('\n'));
  const written = await before.page.getByLabel('Message Lobby').inputValue();
  const kept = async () => unwrap(await before.engine().call('drafts', undefined))[0]?.text;
  await expect.poll(kept).toBe(written);
  await before.close();

  const { profileFolder } = before;
  const { page, complaints } = await openWindow({
    profileFolder,
    servers: [{ url: home.url, account: 'alice' }],
  });
  const watch = watchForCode(page);
  await page.getByRole('option', { name: /Draft:/ }).waitFor();
  await watch.expectOnlyText();
  await openConversation(page, /^Lobby/);
  expect(await page.getByLabel('Message Lobby').inputValue()).toBe(written);
  await watch.expectOnlyText();
  expect(await complaints()).toEqual([]);
});

test('a link opens through the main process, and the page does not navigate', async () => {
  const home = await startTestServer({ accounts: ['alice'] });
  const alice = await personInWindow(home, 'alice');
  const { page } = alice;
  const bob = await person(home, 'bob');
  await sayInLobby(bob, 'see https://parley.example/a?b=1. and javascript:alert(1)');
  await openConversation(page, /^Lobby/);
  const address = page.url();
  const link = page.getByRole('link', { name: 'https://parley.example/a?b=1' });
  // A context menu's, that opens nothing.
  await link.click({ button: 'right' });
  await link.click();
  await link.click({ button: 'middle' });
  await link.click({ modifiers: ['Control'] });
  const opened = alice.asked.filter(({ name }) => name === 'openExternal').map(({ args }) => args[0]);
  expect(opened).toEqual(Array(3).fill('https://parley.example/a?b=1'));
  expect(page.url()).toBe(address);
  expect(page.context().pages()).toHaveLength(1);
  expect(await page.getByRole('link').count()).toBe(1);
});
