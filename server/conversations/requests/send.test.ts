import { describe, expect, onTestFinished, test } from 'vitest';
import { noDigest } from '../../../protocol/frames.ts';
import { deviceId, digest, messageId } from '../../../protocol/ids.ts';
import { limits } from '../../../protocol/limits.ts';
import { decodePage, decodeRecord } from '../../../protocol/records.ts';
import {
  type ConversationServer,
  lobby,
  startConversations,
} from '../../../test/support/conversation-server.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { countingStore } from '../../../test/support/wrapped-store.ts';

async function start(folder?: string): Promise<ConversationServer> {
  const server = await startConversations(folder ?? (await temporaryFolder()));
  return server;
}

async function aliceAndBob() {
  const server = await start();
  onTestFinished(server.stop);
  const [alice, bob] = [await server.person('alice'), await server.person('bob')];
  const conversation = await alice.open([bob]);
  return { server, alice, bob, conversation };
}

function recordsOf(page: Uint8Array) {
  return (decodePage(page) ?? []).map((record) => decodeRecord(record));
}

describe('sending', () => {
  test('5.7 a frame gets the next position and reaches the other side', async () => {
    const { alice, bob, conversation } = await aliceAndBob();
    bob.connection.take('conversations:records');
    const frame = alice.sealed(conversation);
    const answer = await alice.ask('conversations:send', { conversation, frame });
    expect(answer).toMatchObject({
      ok: true,
      value: { seq: 2, recipients: [{ address: 'bob@test.example', status: 'normal' }] },
    });
    const [pushed, ...more] = bob.connection.take('conversations:records');
    expect(more).toEqual([]);
    expect(recordsOf(pushed!.page)).toMatchObject([{ seq: 2, sender: 'alice@test.example', body: frame }]);
    expect(alice.connection.take('conversations:records')).toEqual([]);
  });

  test('the sender’s other devices get it too', async () => {
    const { alice, conversation } = await aliceAndBob();
    const other = alice.connectAgain();
    await alice.send(conversation);
    expect(other.take('conversations:records')).toHaveLength(1);
  });

  test('frames sent together are ordered as they came and joined to one page', async () => {
    const { alice, bob, conversation } = await aliceAndBob();
    bob.connection.take('conversations:records');
    const answers = await Promise.all([1, 2, 3].map(() => alice.send(conversation)));
    expect(answers.map((answer) => answer.ok && answer.value.seq)).toEqual([2, 3, 4]);
    const pages = bob.connection.take('conversations:records').map(({ page }) => recordsOf(page));
    expect(pages.map((page) => page.map((record) => record?.seq))).toEqual([[2, 3, 4]]);
  });

  test('5.6 a repeated frame gets its first answer again, under way, written and after a restart', async () => {
    const folder = await temporaryFolder();
    const server = await start(folder);
    const [alice, bob] = [await server.person('alice'), await server.person('bob')];
    const conversation = await alice.open([bob]);
    const frame = alice.sealed(conversation);
    const request = { conversation, frame };
    const [first, underWay] = await Promise.all([
      alice.ask('conversations:send', request),
      alice.ask('conversations:send', request),
    ]);
    await Promise.all(Array.from({ length: 31 }, () => alice.send(conversation)));
    await Promise.all(Array.from({ length: 420 }, () => bob.send(conversation)));
    const written = await alice.ask('conversations:send', request);
    await server.stop();
    const again = await start(folder);
    onTestFinished(again.stop);
    await again.person('bob', bob.identity);
    const returned = await again.person('alice', alice.identity);
    expect(first).toMatchObject({ ok: true, value: { seq: 2 } });
    expect(underWay).toEqual(first);
    expect(written).toEqual(first);
    expect(await returned.ask('conversations:send', request)).toEqual(first);
    expect((await returned.summary(conversation))?.head).toBe(453);
  });

  test('5.6 a frame that may be one from long ago costs nothing to look for', async () => {
    const { wrap, counted } = countingStore();
    const server = await startConversations(await temporaryFolder(), wrap);
    onTestFinished(server.stop);
    const [alice, bob] = [await server.person('alice'), await server.person('bob')];
    const conversation = await alice.open([bob]);
    const frames = Array.from({ length: 100 }, () => alice.sealed(conversation));
    for (const frame of frames) await alice.ask('conversations:send', { conversation, frame });
    for (let count = 0; count < 40; count += 1) await bob.send(conversation);
    counted.records = 0;
    const [oldest, outside, inside] = [frames[0]!, frames[67]!, frames[68]!]; // there are a hundred
    for (const frame of [oldest, outside]) {
      expect(await alice.ask('conversations:send', { conversation, frame })).toMatchObject({
        code: 'out-of-order',
        facts: { expected: 101 },
      });
    }
    expect(counted.records).toBe(0);
    expect(await alice.ask('conversations:send', { conversation, frame: inside })).toMatchObject({
      value: { seq: 70 },
    });
    expect(counted.records).toBe(1);
  });

  test('5.1 there is no frame with counter 0', async () => {
    const { alice, conversation } = await aliceAndBob();
    expect(await alice.send(conversation, { counter: 0 })).toMatchObject({ code: 'bad-request' });
  });

  test('5.6 counters have no gaps, and one counter serves one message', async () => {
    const { alice, conversation } = await aliceAndBob();
    const gap = await alice.send(conversation, { counter: 2 });
    expect(gap).toMatchObject({ code: 'out-of-order', facts: { expected: 1 } });
    await alice.send(conversation, { counter: 1 });
    const other = await alice.send(conversation, { counter: 1 });
    expect(other).toMatchObject({ code: 'out-of-order', facts: { expected: 2 } });
  });

  test('5.6 other bytes under a message id and counter that were taken are a conflict, not a success', async () => {
    const { alice, conversation } = await aliceAndBob();
    const message = messageId.parse('M'.repeat(21).concat('A'));
    const same = { message, counter: 1 };
    const [first, other] = await Promise.all([
      alice.send(conversation, same),
      alice.send(conversation, same),
    ]);
    expect(first).toMatchObject({ ok: true, value: { seq: 2 } });
    const conflict = { ok: false, code: 'message-conflict', facts: { seq: 2 } };
    expect(other).toEqual(conflict);
    expect(await alice.send(conversation, same)).toEqual(conflict);
    for (let nth = 0; nth < 30; nth += 1) await alice.send(conversation, { counter: nth + 2 });
    expect(await alice.send(conversation, same)).toEqual(conflict);
    expect(await alice.send(conversation, { message, counter: 32 })).toEqual(conflict);
    expect((await alice.summary(conversation))?.head).toBe(32);
  });

  test('5.6 a second person’s frame under a message id that is taken is refused', async () => {
    const { alice, bob, conversation } = await aliceAndBob();
    const message = messageId.parse('M'.repeat(21).concat('A'));
    const [, copied] = await Promise.all([
      alice.send(conversation, { message }),
      bob.send(conversation, { message, counter: 1 }),
    ]);
    const conflict = { ok: false, code: 'message-conflict' };
    expect(copied).toEqual(conflict);
    expect(await bob.send(conversation, { message, counter: 1 })).toEqual(conflict);
    expect(await bob.send(conversation, { counter: 1 })).toMatchObject({ ok: true, value: { seq: 3 } });
  });

  test('5.6 a frame that claims to have seen more than there is, or something else, is refused', async () => {
    const { alice, bob, conversation } = await aliceAndBob();
    await alice.send(conversation);
    const { headHash } = (await bob.summary(conversation))!;
    const other = digest.parse('A'.repeat(42).concat('Q'));
    const refused = { ok: false, code: 'history-mismatch', facts: { head: 2 } };
    for (const claim of [
      { seenSeq: 3, seenHash: headHash },
      { seenSeq: 2 ** 32 - 1, seenHash: headHash },
      { seenSeq: 2, seenHash: other },
      { seenSeq: 1, seenHash: headHash },
      { seenSeq: 0, seenHash: other },
    ]) {
      expect(await bob.send(conversation, { ...claim, counter: 1 })).toEqual(refused);
    }
    const seen = { seenSeq: 2, seenHash: headHash, counter: 1 };
    expect(await bob.send(conversation, seen)).toMatchObject({ ok: true, value: { seq: 3 } });
    expect(await alice.say('hello', { seenSeq: 1, seenHash: headHash })).toMatchObject({
      code: 'history-mismatch',
    });
  });

  test('5.6 what was seen more than a thousand records ago is to be seen anew', async () => {
    const { alice, bob, conversation } = await aliceAndBob();
    const { headHash: seenHash } = (await bob.summary(conversation))!;
    await Promise.all(Array.from({ length: limits.seenRecords }, () => alice.send(conversation)));
    const claim = { seenSeq: 1, seenHash, counter: 1 };
    expect(await bob.send(conversation, claim)).toMatchObject({ ok: true });
    expect(await bob.send(conversation, { ...claim, counter: 2 })).toMatchObject({
      code: 'history-mismatch',
      facts: { head: limits.seenRecords + 2 },
    });
  });

  test('5.6 a frame of another epoch is refused with the current one', async () => {
    const { alice, conversation } = await aliceAndBob();
    const stale = await alice.send(conversation, { epoch: 2 });
    expect(stale).toMatchObject({ code: 'stale-epoch', facts: { epoch: 1 } });
    expect(await alice.send(conversation, { epochId: noDigest, counter: 1 })).toMatchObject({
      code: 'stale-epoch',
    });
  });

  test('5.6 the device is the session’s and listed', async () => {
    const { server, alice, conversation } = await aliceAndBob();
    const device = deviceId.parse('A'.repeat(22));
    expect(await alice.send(conversation, { device })).toMatchObject({ code: 'device-not-listed' });
    const entry = server.directory.find(alice.username)!;
    await server.directory.put({ ...entry, devices: new Map() });
    expect(await alice.send(conversation)).toMatchObject({ code: 'device-not-listed' });
  });

  test('a stranger gets the same refusal whether a conversation exists or not', async () => {
    const { server, conversation } = await aliceAndBob();
    const carol = await server.person('carol');
    const missing = conversation.replace(/^./, (letter) =>
      letter === 'A' ? 'B' : 'A',
    ) as typeof conversation;
    expect(await carol.send(conversation)).toEqual(await carol.send(missing));
    expect(await carol.send(missing)).toEqual({ ok: false, code: 'no-such-conversation' });
  });

  test('a sealed frame has no place in the Lobby, nor a public one elsewhere', async () => {
    const { alice, conversation } = await aliceAndBob();
    expect(await alice.send(lobby, { kind: 'sealed' })).toMatchObject({ code: 'bad-request' });
    expect(await alice.send(conversation, { kind: 'public' })).toMatchObject({ code: 'bad-request' });
  });
});

describe('the Lobby', () => {
  test('the Lobby takes signed text and pushes it to every connection', async () => {
    const { alice, bob } = await aliceAndBob();
    bob.connection.take('conversations:records');
    const answers = await Promise.all([alice.say('one'), alice.say('two'), alice.say('three')]);
    expect(answers).toMatchObject([1, 2, 3].map((seq) => ({ ok: true, value: { seq, recipients: [] } })));
    const pages = bob.connection.take('conversations:records').flatMap(({ page }) => recordsOf(page));
    expect(pages.map((record) => record?.seq)).toEqual([1, 2, 3]);
  });

  test('5.4 refuses a frame whose signature does not fit', async () => {
    const { alice } = await aliceAndBob();
    const frame = alice.publicFrame('hello');
    frame[frame.length - 1] = (frame.at(-1) ?? 0) ^ 1;
    expect(await alice.ask('conversations:send', { conversation: lobby, frame })).toMatchObject({
      code: 'verification-failed',
    });
  });
});
