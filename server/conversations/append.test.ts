import { describe, expect, onTestFinished, test } from 'vitest';
import { refuse } from '../../protocol/errors.ts';
import { startConversations } from '../../test/support/conversation-server.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import type { Store } from '../store/store.ts';

/** The disk is full for as many commits as are asked for; what comes behind them reaches the store out of turn. */
function unreliable() {
  let refusals = 0;
  const wrap = (store: Store): Store => ({
    get: (path) => store.get(path),
    list: (collection, partition) => store.list(collection, partition),
    scan: (collection) => store.scan(collection),
    head: (log) => store.head(log),
    read: (log, first, last) => store.read(log, first, last),
    close: () => store.close(),
    commit: async (changes) => {
      if (refusals === 0) return store.commit(changes);
      refusals -= 1;
      await new Promise((resolve) => setImmediate(resolve));
      return refuse('storage-full');
    },
  });
  return {
    wrap,
    refuseNext: (count: number) => {
      refusals = count;
    },
  };
}

async function start() {
  const { wrap, refuseNext } = unreliable();
  const server = await startConversations(await temporaryFolder(), wrap);
  onTestFinished(server.stop);
  const [alice, bob] = [await server.person('alice'), await server.person('bob')];
  return { alice, bob, conversation: await alice.open([bob]), refuseNext };
}

describe('when the disk is full', () => {
  test('what is behind the refused record is refused too, and nothing of it was there', async () => {
    const { alice, bob, conversation, refuseNext } = await start();
    await alice.send(conversation);
    bob.connection.pushes.splice(0);
    const frames = [1, 2, 3].map(() => alice.sealed(conversation));
    const sendAll = () =>
      Promise.all(frames.map((frame) => alice.ask('conversations:send', { conversation, frame })));
    refuseNext(1);
    expect(await sendAll()).toEqual(frames.map(() => ({ ok: false, code: 'storage-full' })));
    expect(bob.connection.pushes).toEqual([]);
    expect(await bob.summary(conversation)).toMatchObject({ head: 2, unread: 1 });
    expect(await sendAll()).toMatchObject([3, 4, 5].map((seq) => ({ ok: true, value: { seq } })));
    expect(await bob.summary(conversation)).toMatchObject({ head: 5, unread: 4 });
  });

  test('no conversation is made, and it can be made later', async () => {
    const { alice, refuseNext } = await start();
    const { bytes, change } = await alice.change([]);
    const request = { conversation: change.conversation, change: bytes };
    refuseNext(1);
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
    const { alice, bob, conversation, refuseNext } = await start();
    await alice.send(conversation);
    refuseNext(1);
    expect(await bob.ask('conversations:mark', { conversation, read: 2 })).toMatchObject({ ok: false });
    expect(await bob.summary(conversation)).toMatchObject({ read: 0, unread: 1 });
    expect(await bob.get('conversations:mark', { conversation, read: 2 })).toEqual({ unread: 0 });
  });

  test('a hold that was not written down holds nothing', async () => {
    const { alice, bob, conversation, refuseNext } = await start();
    await bob.get('people:set-status', { status: 'dnd' });
    const frame = alice.sealed(conversation);
    refuseNext(1);
    await alice.ask('conversations:send', { conversation, frame });
    await bob.get('conversations:mark', { conversation, received: 1 });
    await alice.ask('conversations:send', { conversation, frame });
    expect(await bob.summary(conversation)).toMatchObject({ head: 1, unread: 0 });
    await bob.get('people:set-status', { status: 'normal' });
    expect(await bob.summary(conversation)).toMatchObject({ head: 2, unread: 1 });
  });
});
