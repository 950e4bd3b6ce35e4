import { expect, test } from 'vitest';
import { messageId } from '../../../protocol/ids.ts';
import { limits } from '../../../protocol/limits.ts';
import { createIdentity } from '../../../test/support/identities.ts';
import { readingDevice } from '../../../test/support/reading-device.ts';
import { unwrap } from '../../../test/support/unwrap.ts';
import { writeLog } from '../../../test/support/written-log.ts';
import { findConversation, raiseRead } from '../../conversations/conversation-table.ts';
import type { ReceivedPage } from '../../sync/incoming.ts';
import { findMessage } from '../message-table.ts';
import { viewConversation, viewMessage } from '../message-view.ts';

const target = messageId.parse('A'.repeat(22));
const BOB = 'bob@home.example';

/** What alice writes to bob, and bob’s device that reads it. */
async function bobsDevice() {
  const [alice, bob] = [await createIdentity('alice@home.example'), await createIdentity(BOB)];
  const log = await writeLog(alice, bob);
  const say = (mentions: readonly string[] | undefined, message = target) =>
    log.say(alice, { type: 'text', text: 'first', mentions, sentAt: 0 }, { message });
  const edit = (mentions: readonly string[] | undefined) =>
    log.say(alice, { type: 'edit', target, text: 'again', mentions, sentAt: 0 }, { countsAsUnread: false });
  const remove = () => log.say(alice, { type: 'delete', target, sentAt: 0 }, { countsAsUnread: false });
  const reader = async () => {
    const { dependencies, incoming } = await readingDevice(bob, [alice, bob], log);
    const { db } = dependencies;
    const take = async (page: ReceivedPage, direction: 'forward' | 'backward' = 'forward') =>
      unwrap(await incoming.take(log.conversation, page, direction)).mentioning.map(({ id }) => id);
    const row = () => findConversation(db, log.conversation)!;
    const mentions = () =>
      viewMessage(dependencies, row(), findMessage(db, log.conversation, target)!).mentions;
    const unread = () => viewConversation(dependencies, row()).mentions;
    return { take, mentions, unread, read: (seq: number) => raiseRead(db, log.conversation, seq), db };
  };
  return { log, say, edit, remove, reader };
}

test('5.16 a mention is of people who can read it, and unread until the message is read', async () => {
  const { log, say, reader } = await bobsDevice();
  say(['zoe@home.example', BOB, BOB]);
  const { take, mentions, unread, read } = await reader();
  await take(log.page(1));
  expect([mentions(), unread()]).toEqual([['bob'], 1]);
  read(2);
  expect(unread()).toBeUndefined();
});

test('5.16 an edit that mentions the reader for the first time is worth an alert, once', async () => {
  const { log, say, edit, reader } = await bobsDevice();
  say(undefined);
  const { take, mentions, unread, read } = await reader();
  const next = () => take(log.page(log.records.length));
  await take(log.page(1));
  read(2);
  edit(undefined);
  expect(await next()).toEqual([]);
  edit([BOB]);
  expect(await next()).toEqual([target]);
  expect([mentions(), unread()]).toEqual([['bob'], undefined]);
  edit(undefined);
  expect(await next()).toEqual([]);
  expect(mentions()).toBeUndefined();
  edit([BOB]);
  expect(await next()).toEqual([]);
  expect(mentions()).toEqual(['bob']);
});

test('5.16 what mentioned the reader before its first edit is not worth another alert, nor is what was read past', async () => {
  const { log, say, edit, reader } = await bobsDevice();
  say([BOB]);
  edit(undefined);
  edit([BOB]);
  const early = await reader();
  await early.take(log.page(1, 2));
  expect(await early.take(log.page(3))).toEqual([]);
  expect(early.mentions()).toEqual(['bob']);
  const other = await bobsDevice();
  other.say(undefined);
  other.edit([BOB]);
  const late = await other.reader();
  await late.take(other.log.page(1, 2));
  late.read(3);
  expect(await late.take(other.log.page(3))).toEqual([]);
});

test('5.16 a device that comes later mentions the same people, in whichever order the pages come', async () => {
  const { log, say, edit, reader } = await bobsDevice();
  say(undefined);
  edit([BOB]);
  log.say(await createIdentity('eve@home.example'), 'nothing that can be read');
  const [forward, backward] = [await reader(), await reader()];
  await forward.take(log.page(1));
  await backward.take(log.page(1, 1));
  const after = await reader();
  await after.take(log.page(3));
  expect(await after.take(log.page(1, 2), 'backward')).toEqual([]);
  expect([forward.mentions(), after.mentions()]).toEqual([['bob'], ['bob']]);
  expect([forward.unread(), after.unread()]).toEqual([1, 1]);
});

test('5.16 a deletion takes the mention with it', async () => {
  const { log, say, edit, remove, reader } = await bobsDevice();
  say([BOB]);
  edit([BOB]);
  remove();
  const { take, mentions, unread, db } = await reader();
  await take(log.page(1));
  expect([mentions(), unread()]).toEqual([undefined, undefined]);
  expect(db.run('DELETE FROM revisions WHERE mentions IS NOT NULL')).toBe(0);
});

test('5.16 a text that mentions more people than a text may is no content', async () => {
  const { log, say, reader } = await bobsDevice();
  say(Array.from({ length: limits.mentions + 1 }, (_, nth) => `user${nth}@home.example`));
  say(['not an address'], messageId.parse('B'.repeat(22)));
  const { take, unread, db } = await reader();
  await take(log.page(1));
  expect(unread()).toBeUndefined();
  expect(db.run("DELETE FROM messages WHERE kind = 'unreadable' AND code = 'unknown-content'")).toBe(2);
});
