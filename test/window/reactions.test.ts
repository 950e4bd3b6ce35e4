import { expect, test } from 'vitest';
import type { ConversationId } from '../../protocol/ids.ts';
import { startTestServer } from '../support/test-server.ts';
import { unwrap } from '../support/unwrap.ts';
import {
  hasFocus,
  openConversation,
  person,
  personInWindow,
  say,
  sayInLobby,
  typeInto,
  write,
} from './support/people.ts';

async function aliceAndBob() {
  const home = await startTestServer({ accounts: ['bob', 'alice'] });
  const bob = await person(home, 'bob');
  const window = await personInWindow(home, 'alice');
  const { id } = unwrap(await window.engine().call('openDirect', { user: 'bob' }));
  return { bob, id, ...window };
}

async function bobsMessages(bob: Awaited<ReturnType<typeof person>>, id: ConversationId) {
  return unwrap(await bob.call('history', { conversation: id })).messages;
}

test('a message is answered by its menu, and the quote follows it', async () => {
  const { bob, id, page } = await aliceAndBob();
  await say(bob, 'alice', 'Shall we meet?');
  await openConversation(page, /^bob/);
  // Opening it moves the focus there, perhaps later than the message is drawn.
  await hasFocus(page.getByLabel('Message bob'));
  const message = page.getByRole('gridcell', { name: /^bob, Shall we meet\?/ });
  await message.focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menu', { name: 'Actions for the message by bob' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  await hasFocus(message);
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Reply' }).click();
  const field = page.getByLabel('Message bob');
  await hasFocus(field);
  await page.getByText('Reply to bob', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('Reply to bob', { exact: true }).waitFor({ state: 'detached' });

  await message.hover();
  await message.getByRole('button', { name: 'Reply' }).click();
  await hasFocus(field);
  await write(page, 'At seven');
  await page.getByText('Reply to bob', { exact: true }).waitFor({ state: 'detached' });
  const reply = page.getByRole('gridcell', { name: /^You, reply to bob: Shall we meet.*, At seven/ });
  await reply.waitFor();
  await expect.poll(async () => (await bobsMessages(bob, id)).at(-1)?.replyTo?.text).toBe('Shall we meet?');
  const [first] = await bobsMessages(bob, id);
  unwrap(await bob.call('edit', { conversation: id, message: first!.id, text: 'Shall we meet tonight?' }));
  await reply.getByRole('button', { name: 'reply to bob: Shall we meet tonight?' }).waitFor();
});

test('emoji are put on and taken off by bar, menu and chip, and every one is named', async () => {
  const { bob, id, page } = await aliceAndBob();
  await say(bob, 'alice', 'Done');
  await openConversation(page, /^bob/);
  const message = page.getByRole('gridcell', { name: /^bob, Done/ });
  await message.focus();
  await page.keyboard.press('ArrowRight');
  await hasFocus(message.getByRole('button', { name: 'React with 👍' }));
  await page.keyboard.press('Enter');
  const mine = message.getByRole('button', { name: '👍, You', exact: true });
  await mine.waitFor();
  expect(await mine.getAttribute('aria-pressed')).toBe('true');
  await page.getByRole('gridcell', { name: /^bob, Done, .*👍 1/ }).waitFor();

  const { id: target } = (await bobsMessages(bob, id))[0]!;
  unwrap(await bob.call('react', { conversation: id, message: target, emoji: '👍' }));
  const both = message.getByRole('button', { name: '👍, You and bob', exact: true });
  await both.waitFor();
  await both.click();
  const his = message.getByRole('button', { name: '👍, bob', exact: true });
  await his.waitFor();
  expect(await his.getAttribute('aria-pressed')).toBe('false');

  await message.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'React with 🎉' }).click();
  await message.getByRole('button', { name: '🎉, You' }).waitFor();
  unwrap(await bob.call('edit', { conversation: id, message: target, text: 'Done, really' }));
  await page
    .getByRole('gridcell', { name: /^bob, Done, really/ })
    .getByRole('button', { name: '🎉, You, before the edit' })
    .waitFor();
  await expect
    .poll(async () => (await bobsMessages(bob, id))[0]?.reactions)
    .toMatchObject([
      { emoji: '👍', users: ['bob'] },
      { emoji: '🎉', users: ['alice'] },
    ]);
});

test('a quote leads to a message far up, and back', async () => {
  const { bob, page, engine } = await aliceAndBob();
  await sayInLobby(bob, ...Array.from({ length: 220 }, (_, nth) => `line ${nth + 1}`));
  await openConversation(page, /^Lobby/);
  const lobby = unwrap(await engine().call('conversations', undefined)).find(
    ({ kind }) => kind === 'public',
  )!;
  await expect
    .poll(async () => {
      const newest = await engine().call('history', { conversation: lobby.id, limit: 200 });
      return newest.ok && newest.value.messages.at(-1)?.text;
    })
    .toBe('line 220');
  const page1 = unwrap(await bob.call('history', { conversation: lobby.id, limit: 200 })).messages;
  const [old] = unwrap(await bob.call('history', { conversation: lobby.id, before: page1[0]!.id })).messages;
  expect(old?.text).toBe('line 1');
  unwrap(await bob.call('send', { conversation: lobby.id, text: 'see above', replyTo: old!.id }));
  await page.keyboard.press('Escape');
  const reply = page.getByRole('gridcell', { name: /^bob, reply to bob: line 1, see above/ });
  await reply.getByRole('button', { name: 'reply to bob: line 1' }).click();
  const target = page.getByRole('gridcell', { name: /^bob, line 1,/ });
  await hasFocus(target);
  await page.getByRole('button', { name: 'Back to the reply' }).click();
  await hasFocus(reply);
  await page.getByRole('button', { name: 'Back to the reply' }).waitFor({ state: 'detached' });
});

test('a reply waits in its conversation while another one is open', async () => {
  const { bob, page } = await aliceAndBob();
  await say(bob, 'alice', 'Which room?');
  await openConversation(page, /^bob/);
  const message = page.getByRole('gridcell', { name: /^bob, Which room\?/ });
  await message.hover();
  await message.getByRole('button', { name: 'Reply' }).click();
  await typeInto(page.getByLabel('Message bob'), 'The big');
  await openConversation(page, /^Lobby/);
  await page.getByText('Reply to bob', { exact: true }).waitFor({ state: 'detached' });
  await openConversation(page, /^bob/);
  await page.getByText('Reply to bob', { exact: true }).waitFor();
  expect(await page.getByLabel('Message bob').inputValue()).toBe('The big');
});
