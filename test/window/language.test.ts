// The engine sends codes with English sentences; the window has sentences of its own.
import type { Page } from '@playwright/test';
import { expect, test } from 'vitest';
import { randomBytes } from '../../engine/encryption/primitives.ts';
import { directConversationId } from '../../node/conversation-ids.ts';
import { concat } from '../../protocol/bytes.ts';
import { encodeFrameHeader, noDigest } from '../../protocol/frames.ts';
import { address, type ConversationId, messageId } from '../../protocol/ids.ts';
import { decodePage, decodeRecord } from '../../protocol/records.ts';
import { epochIdOf } from '../../server/conversations/state/log-state.ts';
import { startTestServer } from '../support/test-server.ts';
import { unwrap } from '../support/unwrap.ts';
import { registered } from '../support/wire-client.ts';
import {
  connect,
  fillAccount,
  openConversation,
  password,
  person,
  personInWindow,
  write,
} from './support/people.ts';
import { startBeforeBob } from './support/two-bobs.ts';
import { openWindow } from './support/window.ts';

async function speakGerman(page: Page): Promise<void> {
  await page.keyboard.press('Control+,');
  await page.getByText('Deutsch', { exact: true }).click();
  await page.keyboard.press('Escape');
}

test('notices and the end of a session appear in the window’s language', async () => {
  const home = await startTestServer({ accounts: ['bob', 'alice'] });
  const bob = await person(home, 'bob');
  const { page } = await personInWindow(home, 'alice');
  await speakGerman(page);
  unwrap(await bob.call('setStatus', { status: 'dnd' }));
  await openConversation(page, /^bob.*Bitte nicht stören/);
  await page.getByLabel('Nachricht an bob').fill('later');
  await page.keyboard.press('Enter');
  await page
    .getByRole('region', { name: 'Hinweise' })
    .getByText(/^bob möchte nicht gestört werden/)
    .waitFor();

  const laptop = await openWindow();
  await connect(laptop.page, home.url);
  await fillAccount(laptop.page, 'alice');
  await laptop.page.keyboard.press('Enter');
  await laptop.page.getByText('Connected').waitFor();
  const change = { oldPassword: password, newPassword: 'another good password' };
  unwrap(await laptop.engine().call('changePassword', change));
  await expect
    .poll(() => page.locator('.problem').innerText())
    .toBe('Sie wurden abgemeldet. Melden Sie sich wieder an.');
});

test('the Lobby and the notes to oneself are not addressed like a person', async () => {
  const home = await startTestServer({ accounts: ['alice'] });
  const { page } = await personInWindow(home, 'alice');
  const isNamed = async (field: string, feed: string) => {
    await page.getByLabel(field, { exact: true }).waitFor();
    await page.getByRole('grid', { name: feed }).waitFor();
  };
  await openConversation(page, /^Lobby/);
  await write(page, 'hello');
  await isNamed('Message Lobby', 'Messages in the Lobby');
  await speakGerman(page);
  await isNamed('Nachricht an die Lobby', 'Nachrichten in der Lobby');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('notiz');
  await page.getByRole('menuitem', { name: /Notiz an mich/ }).click();
  await page.getByLabel('Nachricht an Sie selbst').fill('Milch');
  await page.keyboard.press('Enter');
  await isNamed('Nachricht an Sie selbst', 'Nachrichten an Sie selbst');
});

test('the reason of a failed message appears in the window’s language', async () => {
  const server = await startBeforeBob((home) => personInWindow(home, 'alice'));
  const { page } = server.alice;
  const bob = await person(server.home, 'bob');
  await openConversation(page, /^bob/);
  await speakGerman(page);
  await page.getByText('Grüßen Sie bob').waitFor();
  await bob.close();
  await server.forgetBob();
  await page.getByLabel('Nachricht an bob').fill('Bist du da?');
  await page.keyboard.press('Enter');
  const failed = page.getByRole('gridcell', {
    name: /^Sie, Bist du da\?, .*, nicht gesendet, Hier gibt es niemanden mit diesem Namen\.$/,
  });
  await failed.getByText('Hier gibt es niemanden mit diesem Namen.').waitFor();
});

test('the reason of an unreadable message appears in the window’s language', async () => {
  const home = await startTestServer();
  const carol = await registered(home, 'carol');
  const { page } = await personInWindow(home, 'alice');
  await speakGerman(page);
  await openConversation(page, /^carol/);
  await page.getByLabel('Nachricht an carol').fill('Hallo');
  await page.keyboard.press('Enter');
  await page.getByRole('gridcell', { name: /^Sie, Hallo, .*, gesendet$/ }).waitFor();
  const conversation = directConversationId(carol.identity.address, address.parse(`alice@${home.name}`));
  const frame = await nonsense(carol, conversation);
  expect(await carol.ask('conversations:send', { conversation, frame })).toMatchObject({ ok: true });
  const unreadable = page.getByRole('gridcell', { name: /^carol, Diese Nachricht ist nicht lesbar: / });
  await unreadable.getByText('Sie wurde unterwegs verändert').waitFor();
});

/** In the conversation's epoch, but sealed under no key. */
async function nonsense(
  { identity, ask }: Awaited<ReturnType<typeof registered>>,
  conversation: ConversationId,
): Promise<Uint8Array> {
  const { page } = unwrap(await ask('conversations:changes', { conversation, afterEpoch: 0 }));
  const [encoded = new Uint8Array()] = decodePage(page) ?? [];
  const change = decodeRecord(encoded);
  if (!change) throw new Error('there is no epoch yet');
  const header = encodeFrameHeader({
    kind: 'sealed',
    conversation,
    epoch: 1,
    epochId: epochIdOf(change.body),
    device: identity.device.id,
    counter: 1,
    message: messageId.parse('A'.repeat(22)),
    seenSeq: 0,
    seenHash: noDigest,
    countsAsUnread: true,
    lifetime: 0,
  });
  return concat(header, randomBytes(320));
}
