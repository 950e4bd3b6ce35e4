import { beforeAll, describe, expect, test } from 'vitest';
import { refuse } from '../../protocol/errors.ts';
import { messageId } from '../../protocol/ids.ts';
import { decodeRecord } from '../../protocol/records.ts';
import { createIdentity, type Identity } from '../../test/support/identities.ts';
import { type ReadingDevice, readingDevice } from '../../test/support/reading-device.ts';
import { queueMessage } from '../../test/support/waiting-message.ts';
import { type WrittenLog, writeLog } from '../../test/support/written-log.ts';
import { findConversation } from '../conversations/conversation-table.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { Epochs } from '../conversations/epochs.ts';
import { findNewestRange } from '../log/log-table.ts';
import { listMessagesBetween } from '../messages/message-table.ts';
import { countQueued } from '../messages/outbox-table.ts';
import { countUnread } from '../messages/unread-table.ts';
import { type Direction, Incoming } from './incoming.ts';

let alice: Identity;
let bob: Identity;
beforeAll(async () => {
  alice = await createIdentity('alice@home.example');
  bob = await createIdentity('bob@home.example');
});

async function bobReads(write: (log: WrittenLog) => void) {
  const log = await writeLog(alice, bob);
  write(log);
  return { log, device: await readingDevice(bob, [alice, bob], log) };
}

function take(
  { incoming }: ReadingDevice,
  log: WrittenLog,
  first = 1,
  last = log.records.length,
  direction: Direction = 'forward',
) {
  return incoming.take(log.conversation, log.page(first, last), direction);
}

function marks({ dependencies }: ReadingDevice, log: WrittenLog) {
  return listMessagesBetween(dependencies.db, log.conversation, 1, 1_000, 1_000).map(({ why }) => why?.code);
}

function shown({ dependencies }: ReadingDevice, log: WrittenLog) {
  return listMessagesBetween(dependencies.db, log.conversation, 1, 1_000, 1_000).map(
    ({ seq, text, why }) => `${seq} ${text ?? why?.code}`,
  );
}

describe('5.3 incoming records', () => {
  test('the messages of an honest log appear in its order', async () => {
    const { log, device } = await bobReads((written) => {
      written.say(alice, 'one');
      written.say(bob, 'two');
      written.say(alice, 'three');
    });
    expect(await take(device, log)).toMatchObject({ ok: true });
    expect(shown(device, log)).toEqual(['2 one', '3 two', '4 three']);
    expect(findNewestRange(device.dependencies.db, log.conversation)).toEqual({ low: 1, high: 4 });
    expect(device.notices).toEqual([]);
  });

  test('a damaged frame becomes a placeholder and leaves its neighbours alone', async () => {
    const { log, device } = await bobReads((written) => {
      written.say(alice, 'one');
      written.say(alice, 'two');
    });
    log.records[1]![300]! ^= 1;
    await take(device, log);
    expect(shown(device, log)).toEqual(['2 undecryptable', '3 two']);
  });

  test('a frame of a device that its account’s manifest lacks is rejected', async () => {
    const { log, device } = await bobReads((written) => {
      written.say({ ...alice, device: bob.device }, 'not from alice');
    });
    await take(device, log);
    expect(shown(device, log)).toEqual(['2 unknown-device']);
  });

  test('a frame under an epoch that no change has set can’t be read', async () => {
    const { log, device } = await bobReads((written) => written.say(alice, 'late', { epoch: 2 }));
    await take(device, log);
    expect(shown(device, log)).toEqual(['2 unknown-epoch']);
  });

  test('a replay is dropped, under its own id and under another', async () => {
    const { log, device } = await bobReads((written) => {
      written.say(alice, 'once');
      written.say(alice, 'again', { counter: 1 });
    });
    await take(device, log);
    expect(shown(device, log)).toEqual(['2 once']);
    expect(device.notices).toEqual(['message-replayed']);
  });

  test('a gap in a device’s counters raises a notice', async () => {
    const { log, device } = await bobReads((written) => {
      written.say(alice, 'one');
      written.say(alice, 'three', { counter: 3 });
    });
    await take(device, log);
    expect(shown(device, log)).toEqual(['2 one', '3 three']);
    expect(device.notices).toEqual(['message-missing']);
  });

  test('a sender who saw another log is marked, raises one notice, and stops nothing', async () => {
    const other = await writeLog(alice, bob);
    const { log, device } = await bobReads((written) => {
      written.say(alice, 'one');
      written.say(alice, 'two', { seenSeq: 1, seenHash: headerHash(other) });
      written.say(alice, 'three', { seenSeq: 4_000_000_000 });
      written.say(alice, 'four');
    });
    await take(device, log);
    expect(device.notices).toEqual(['history-differs']);
    expect(marks(device, log)).toEqual([undefined, 'other-history', 'other-history', undefined]);
    expect(findConversation(device.dependencies.db, log.conversation)?.stopped).toBeUndefined();
  });

  test('an erased frame keeps its position and counter, and still counts as unread', async () => {
    const { log, device } = await bobReads((written) => {
      for (const text of ['one', 'two', 'three']) written.say(alice, text);
      written.erase(3);
    });
    expect(await take(device, log)).toMatchObject({ ok: true });
    expect(shown(device, log)).toEqual(['2 one', '3 erased', '4 three']);
    expect(countUnread(device.dependencies.db, log.conversation, 0, bob.address)).toBe(3);
    expect(device.notices).toEqual([]);
    expect(findConversation(device.dependencies.db, log.conversation)?.stopped).toBeUndefined();
  });

  test('5.10 what has expired is not shown, whether it is erased or not, and counts as nothing missing', async () => {
    const { log, device } = await bobReads((written) => {
      written.say(alice, 'short', { lifetime: 1 });
      written.say(alice, 'served again', { lifetime: 1 });
      written.say(alice, 'long', { lifetime: 2_000_000_000 });
      written.say(alice, 'erased too early', { lifetime: 2_000_000_000 });
      for (const seq of [2, 5]) written.erase(seq);
    });
    await take(device, log);
    expect(shown(device, log)).toEqual(['4 long', '5 erased']);
    expect(device.notices).toEqual([]);
    expect(countUnread(device.dependencies.db, log.conversation, 0, bob.address)).toBe(2);
  });

  test('5.10 a lifetime that was changed on the way is refused with its frame', async () => {
    const { log, device } = await bobReads((written) =>
      written.say(alice, 'for a year', { lifetime: 2_000_000_000 }),
    );
    const record = log.records[1] ?? new Uint8Array();
    const lifetimeAt = record.length - (decodeRecord(record)?.body.length ?? 0) + 147;
    for (let at = 0; at < 4; at += 1) record[lifetimeAt + at] = 0;
    await take(device, log);
    expect(shown(device, log)).toEqual(['2 undecryptable']);
  });

  test('a forged erased frame makes no genuine frame look repeated', async () => {
    const { log, device } = await bobReads((written) => {
      written.say(alice, 'one');
      written.say(alice, 'never written', { counter: 1_000 });
      written.erase(3);
      written.say(alice, 'two', { counter: 2 });
    });
    await take(device, log);
    expect(shown(device, log)).toEqual(['2 one', '3 erased', '4 two']);
    expect(device.notices).toEqual([]);
  });

  test('an erased frame of another conversation shows no message in this one', async () => {
    const conversation = (await writeLog(bob, bob)).conversation;
    const { log, device } = await bobReads((written) => {
      written.say(alice, 'elsewhere', { conversation });
      written.erase(2);
    });
    await take(device, log);
    expect(shown(device, log)).toEqual(['2 malformed']);
  });

  test('unknown content becomes a placeholder if it counts as unread, and is skipped otherwise', async () => {
    const { log, device } = await bobReads((written) => {
      written.say(alice, 'one');
      written.say(alice, { type: 'of-tomorrow' }, { countsAsUnread: false });
      written.say(alice, { type: 'of-tomorrow' });
      written.say(alice, 'two');
      written.repeat(3);
    });
    expect(await take(device, log, 1, 5)).toMatchObject({ ok: true });
    expect(shown(device, log)).toEqual(['2 one', '4 unknown-content', '5 two']);
    expect(device.notices).toEqual([]);
    await take(device, log, 6, 6);
    expect(shown(device, log)).toHaveLength(3);
    expect(device.notices).toEqual(['message-replayed']);
  });

  test('a frame under the message id of another sender becomes an unreadable placeholder', async () => {
    const message = messageId.parse('M'.repeat(21).concat('A'));
    const { log, device } = await bobReads((written) => {
      written.say(alice, 'one', { message });
      written.say(bob, 'two', { message });
      written.say(alice, 'three');
    });
    await take(device, log);
    expect(shown(device, log)).toEqual(['2 one', '3 reused-id', '4 three']);
  });

  test('a frame repeated in the log appears at its first position and raises a notice', async () => {
    const { log, device } = await bobReads((written) => {
      for (const text of ['one', 'two', 'three']) written.say(alice, text);
      written.repeat(2);
      written.say(bob, 'four');
    });
    await take(device, log, 5, 6);
    expect(shown(device, log)).toEqual(['5 one', '6 four']);
    await take(device, log, 1, 4, 'backward');
    expect(shown(device, log)).toEqual(['2 one', '3 two', '4 three', '6 four']);
    expect(device.notices).toEqual(['message-replayed']);
  });

  test.each([
    ['in what it says', 60, '3 undecryptable'],
    ['in its length', 13, undefined],
    ['in its place', 4, undefined],
  ])('an old record altered %s loses only that record and stops nothing', async (_, at, placeholder) => {
    const { log, device } = await bobReads((written) => {
      for (const text of ['one', 'two', 'three', 'four']) written.say(alice, text);
    });
    await take(device, log, 5, 5);
    log.records[2]![at === 60 ? 300 : at]! ^= 0x40;
    expect(await take(device, log, 1, 4, 'backward')).toMatchObject({ ok: true });
    expect(shown(device, log)).toEqual(['2 one', placeholder, '4 three', '5 four'].filter(Boolean));
    expect(device.notices).toEqual(['record-altered']);
    expect(findConversation(device.dependencies.db, log.conversation)?.stopped).toBeUndefined();
  });

  test('a page that does not continue the stored records below it stops the conversation', async () => {
    const other = await writeLog(alice, bob);
    const { log, device } = await bobReads((written) => {
      for (const text of ['one', 'two', 'three', 'four']) written.say(alice, text);
    });
    await device.incoming.take(log.conversation, other.page(1), 'forward');
    await take(device, log, 5, 5);
    expect(await take(device, log, 2, 4, 'backward')).toMatchObject({ ok: false });
    expect(findConversation(device.dependencies.db, log.conversation)?.stopped).toBe('log-forked');
  });

  test('a page that contradicts stored records is refused', async () => {
    const { log, device } = await bobReads((written) => {
      written.say(alice, 'one');
      written.say(alice, 'two');
    });
    await take(device, log);
    log.records[2]![20]! ^= 1;
    expect(await take(device, log)).toMatchObject({ ok: false, code: 'verification-failed' });
    expect(device.notices).toEqual(['log-forked']);
    expect(shown(device, log)).toEqual(['2 one', '3 two']);
  });

  test('records out of order are refused', async () => {
    const { log, device } = await bobReads((written) => written.say(alice, 'one'));
    log.records.reverse();
    expect(await take(device, log)).toMatchObject({ ok: false, code: 'verification-failed' });
    expect(shown(device, log)).toEqual([]);
  });
});

describe('a page waits when a request for its keys gets', () => {
  const passing = ['rate-limited', 'server-stopping', 'not-signed-in', 'internal'] as const;

  test.each(passing)('%s instead of the changes', async (code) => {
    const { log, device } = await bobReads((written) => written.say(alice, 'one'));
    const request = async () => refuse(code);
    await expectLater(log, device, { ...device.dependencies, connection: { request } as never });
  });

  test.each(passing)('%s instead of a sender’s devices', async (code) => {
    const { log, device } = await bobReads((written) => written.say(alice, 'one'));
    await take(device, log, 1, 1);
    const manifests = async () => refuse(code);
    const people = { ...device.dependencies.people, cachedHistory: () => undefined, manifests };
    await expectLater(log, device, { ...device.dependencies, people });
  });

  async function expectLater(log: WrittenLog, device: ReadingDevice, dependencies: ConversationDependencies) {
    const incoming = new Incoming(dependencies, new Epochs(dependencies, device.changes), device.changes);
    expect(await take({ ...device, incoming }, log)).toMatchObject({ ok: false });
    expect(shown(device, log)).toEqual([]);
    expect(await take(device, log)).toMatchObject({ ok: true });
    expect(shown(device, log)).toEqual(['2 one']);
  }
});

test('history fetched newest first joins into one range', async () => {
  const { log, device } = await bobReads((written) => {
    for (const text of ['one', 'two', 'three', 'four']) written.say(alice, text);
  });
  await take(device, log, 4, 5);
  expect(findNewestRange(device.dependencies.db, log.conversation)).toEqual({ low: 4, high: 5 });
  await take(device, log, 1, 3, 'backward');
  expect(findNewestRange(device.dependencies.db, log.conversation)).toEqual({ low: 1, high: 5 });
  expect(shown(device, log)).toEqual(['2 one', '3 two', '4 three', '5 four']);
});

const ownMessage = messageId.parse('A'.repeat(22));

function writeOwn(device: ReadingDevice, log: WrittenLog): void {
  queueMessage(device.dependencies.db, {
    id: ownMessage,
    conversation: log.conversation,
    sender: bob.address,
    device: bob.device.id,
  });
}

test.each([
  ['', false],
  [' with its content erased', true],
])('the device’s own message coming back%s gets its position and appears once', async (_, erased) => {
  const { log, device } = await bobReads((written) => written.say(bob, 'mine', { message: ownMessage }));
  if (erased) log.erase(2);
  writeOwn(device, log);
  await take(device, log);
  expect(shown(device, log)).toEqual(['2 hello']);
  expect(countQueued(device.dependencies.db)).toBe(0);
});

test('the device’s own frames raise its counter when they come back', async () => {
  const { log, device } = await bobReads((written) => written.say(bob, 'mine'));
  await take(device, log);
  expect(findConversation(device.dependencies.db, log.conversation)?.counter).toBe(1);
});

function headerHash(log: WrittenLog) {
  // A digest of the wire, as any header carries it.
  return Buffer.from(log.hashBefore(2)).toString('base64url') as never;
}
