import { describe, expect, onTestFinished, test } from 'vitest';
import { refuse } from '../../../protocol/errors.ts';
import { messageId } from '../../../protocol/ids.ts';
import { startConversations } from '../../../test/support/conversation-server.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { passedOn } from '../../../test/support/wrapped-store.ts';
import type { Store } from '../../store/store.ts';

type Mishap = 'refused' | 'refused late' | 'late';

/** A store to whose next commits the given mishaps happen; what comes behind a refused one is out of turn. */
function unreliable() {
  const mishaps: Mishap[] = [];
  const wrap = (store: Store): Store => ({
    ...passedOn(store),
    commit: async (changes) => {
      const mishap = mishaps.shift();
      if (mishap?.endsWith('late')) await new Promise((resolve) => setImmediate(resolve));
      return mishap?.startsWith('refused') ? refuse('storage-full') : store.commit(changes);
    },
  });
  return { wrap, next: (...given: readonly Mishap[]) => mishaps.push(...given) };
}

async function start() {
  const { wrap, next } = unreliable();
  const server = await startConversations(await temporaryFolder(), wrap);
  onTestFinished(server.stop);
  const [alice, bob] = [await server.person('alice'), await server.person('bob')];
  return { alice, bob, conversation: await alice.open([bob]), next };
}

describe('when the disk is full', () => {
  test('5.6 after a refused commit a frame can’t claim to have seen its records, and their message ids are free', async () => {
    const { alice, bob, conversation, next } = await start();
    const { headHash: seenHash } = (await bob.summary(conversation))!;
    const message = messageId.parse('M'.repeat(21).concat('A'));
    next('refused');
    expect(await alice.send(conversation, { message })).toMatchObject({ code: 'storage-full' });
    const early = await bob.send(conversation, { message, seenSeq: 2, seenHash, counter: 1 });
    expect(early).toMatchObject({ code: 'history-mismatch', facts: { head: 1 } });
    const taken = await bob.send(conversation, { message, seenSeq: 1, seenHash, counter: 1 });
    expect(taken).toMatchObject({ ok: true, value: { seq: 2 } });
  });

  const courses: { mishaps: Mishap[] }[] = [
    { mishaps: ['refused'] },
    { mishaps: ['refused late'] },
    { mishaps: ['refused', 'late', 'late'] },
    { mishaps: ['refused', 'refused'] },
  ];
  test.each(courses)('what is behind a refused record is refused too: $mishaps', async ({ mishaps }) => {
    const { alice, bob, conversation, next } = await start();
    await alice.send(conversation);
    bob.connection.pushes.splice(0);
    const frames = [1, 2, 3].map(() => alice.sealed(conversation));
    const sendAll = () =>
      Promise.all(frames.map((frame) => alice.ask('conversations:send', { conversation, frame })));
    next(...mishaps);
    expect(await sendAll()).toEqual(frames.map(() => ({ ok: false, code: 'storage-full' })));
    expect(bob.connection.pushes).toEqual([]);
    expect(await bob.summary(conversation)).toMatchObject({ head: 2, unread: 1 });
    expect(await sendAll()).toMatchObject([3, 4, 5].map((seq) => ({ ok: true, value: { seq } })));
    expect(await bob.summary(conversation)).toMatchObject({ head: 5, unread: 4 });
  });

  test('a refused first change creates no conversation, and a later one can', async () => {
    const { alice, next } = await start();
    const { bytes, change } = await alice.change([]);
    const request = { conversation: change.conversation, change: bytes };
    next('refused');
    expect(await alice.ask('conversations:change', request)).toEqual({ ok: false, code: 'storage-full' });
    expect(await alice.ask('conversations:history', { conversation: change.conversation, limit: 1 })).toEqual(
      {
        ok: false,
        code: 'no-such-conversation',
      },
    );
    expect(await alice.ask('conversations:change', request)).toMatchObject({ ok: true, value: { seq: 1 } });
  });

  test('a mark is refused and has no effect', async () => {
    const { alice, bob, conversation, next } = await start();
    await alice.send(conversation);
    next('refused');
    expect(await bob.ask('conversations:mark', { positions: [{ conversation, read: 2 }] })).toMatchObject({
      ok: false,
    });
    expect(await bob.summary(conversation)).toMatchObject({ read: 0, unread: 1 });
    expect(await bob.get('conversations:mark', { positions: [{ conversation, read: 2 }] })).toMatchObject({
      conversations: [{ unread: 0 }],
    });
  });

  test('a hold that was not stored withholds nothing', async () => {
    const { alice, bob, conversation, next } = await start();
    await bob.get('people:set-status', { status: 'dnd' });
    const frame = alice.sealed(conversation);
    next('refused');
    await alice.ask('conversations:send', { conversation, frame });
    await bob.get('conversations:mark', { positions: [{ conversation, received: 1 }] });
    await alice.ask('conversations:send', { conversation, frame });
    expect(await bob.summary(conversation)).toMatchObject({ head: 1, unread: 0 });
    await bob.get('people:set-status', { status: 'normal' });
    expect(await bob.summary(conversation)).toMatchObject({ head: 2, unread: 1 });
  });
});
