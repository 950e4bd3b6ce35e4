import { describe, expect, onTestFinished, test } from 'vitest';
import { directConversationId } from '../../../node/conversation-ids.ts';
import type { Change, MembersChange } from '../../../protocol/epoch-change.ts';
import { decodePage, decodeRecord } from '../../../protocol/records.ts';
import {
  type ConversationUser,
  SERVER,
  startConversations,
} from '../../../test/support/conversation-server.ts';
import { signedChange } from '../../../test/support/signed-changes.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { epochIdOf } from '../state/log-state.ts';

async function start() {
  const server = await startConversations(await temporaryFolder());
  onTestFinished(server.stop);
  const [alice, bob] = [await server.person('alice'), await server.person('bob')];
  return { server, alice, bob };
}

function make(author: ConversationUser, { bytes, change }: { bytes: Uint8Array; change: Change }) {
  return author.ask('conversations:change', { conversation: change.conversation, change: bytes });
}

describe('changes', () => {
  test('the first change creates the conversation and announces it to its members', async () => {
    const { alice, bob } = await start();
    const first = await alice.change([bob]);
    expect(await make(alice, first)).toMatchObject({ ok: true, value: { seq: 1 } });
    expect(bob.connection.take('conversations:changed')).toMatchObject([
      { conversation: { id: first.change.conversation, epoch: 1, head: 1, unread: 0 } },
    ]);
    expect(bob.connection.take('conversations:records')).toHaveLength(1);
    expect(alice.connection.take('conversations:records')).toEqual([]);
    expect(await bob.summary(first.change.conversation)).toMatchObject({
      kind: 'direct',
      members: ['alice@test.example', 'bob@test.example'],
    });
  });

  test('4.6 the same change again is the same success', async () => {
    const { alice, bob } = await start();
    const first = await alice.change([bob]);
    const [once, underWay] = await Promise.all([make(alice, first), make(alice, first)]);
    expect(once.ok).toBe(true);
    expect(underWay).toEqual(once);
    expect(await make(alice, first)).toEqual(once);
  });

  test('4.6 of two changes at once one wins, and the other side can fetch it', async () => {
    const { alice, bob } = await start();
    const changes = [await alice.change([bob]), await bob.change([alice])] as const;
    const [won, lost] = await Promise.all([make(alice, changes[0]), make(bob, changes[1])]);
    expect([won.ok, lost.ok].sort()).toEqual([false, true]);
    expect([won, lost]).toContainEqual({ ok: false, code: 'version-conflict' });
    const conversation = changes[0].change.conversation;
    const { page, more } = await bob.get('conversations:changes', { conversation, afterEpoch: 0 });
    expect(more).toBe(false);
    expect(decodePage(page)).toHaveLength(1);
  });

  test('4.5 epochs follow one another by hash', async () => {
    const { alice, bob } = await start();
    const first = await alice.change([bob]);
    await make(alice, first);
    expect(await make(alice, await alice.change([bob], 2))).toMatchObject({ code: 'version-conflict' });
    expect(await make(bob, await bob.change([alice], 3, first.epochId))).toMatchObject({
      code: 'version-conflict',
    });
    const second = await bob.change([alice], 2, first.epochId);
    expect(await make(bob, second)).toMatchObject({ ok: true });
    const { conversation } = first.change;
    const { page } = await alice.get('conversations:changes', { conversation, afterEpoch: 1 });
    const records = (decodePage(page) ?? []).map((record) => decodeRecord(record)?.body);
    expect(records.map((body) => body && epochIdOf(body))).toEqual([second.epochId]);
  });

  test('1.5 a frame may follow its key without waiting', async () => {
    const { alice, bob } = await start();
    for (const epoch of [1, 2]) {
      const { epochId } = alice.header(directConversationId(alice.identity.address, bob.identity.address), {
        counter: 0,
      });
      const {
        bytes,
        change,
        epochId: next,
      } = await alice.change([bob], epoch, epoch === 1 ? undefined : epochId);
      alice.follow(change.conversation, epoch, next);
      const [made, ...sent] = await Promise.all([
        make(alice, { bytes, change }),
        alice.send(change.conversation, { counter: 2 * epoch - 1 }),
        alice.send(change.conversation, { counter: 2 * epoch }),
      ]);
      expect(made.ok).toBe(true);
      expect(sent).toMatchObject([{ ok: true }, { ok: true }]);
    }
  });

  test('a note to self has one member', async () => {
    const { alice } = await start();
    const conversation = await alice.open([]);
    expect(await alice.send(conversation)).toMatchObject({ ok: true, value: { seq: 2, recipients: [] } });
    expect(await alice.summary(conversation)).toMatchObject({ members: ['alice@test.example'], unread: 0 });
  });

  test('a change is refused unless the session’s device has signed it', async () => {
    const { alice, bob } = await start();
    const { bytes, change } = await alice.change([bob]);
    expect(await make(bob, { bytes, change })).toMatchObject({ code: 'verification-failed' });
    const forged = signedChange(change, bob.identity.device.seed);
    expect(await make(bob, { bytes: forged, change })).toMatchObject({ code: 'not-allowed' });
  });

  const faults: [string, (change: MembersChange) => object, string][] = [
    ['another server’s log', () => ({ hub: 'elsewhere.example' }), 'bad-request'],
    [
      'an owner',
      ({ members }) => ({ members: members.map((one) => ({ ...one, role: 'owner' })) }),
      'bad-request',
    ],
    ['a group’s kind', () => ({ kind: 'group' }), 'bad-request'],
    ['settings', () => ({ settings: { posting: 'everyone', history: 'everything' } }), 'bad-request'],
    ['the same member twice', ({ members }) => ({ members: [members[0], members[0]] }), 'bad-request'],
    ['other members than the id says', ({ members }) => ({ members: [members[0]] }), 'bad-request'],
    ['an author who is not in it', ({ members }) => ({ members: [members[1]] }), 'not-allowed'],
    [
      'more members than a group may have',
      ({ members }) => ({
        members: Array.from({ length: 1_001 }, (_, nth) => ({ ...members[0], address: `m${nth}@${SERVER}` })),
      }),
      'bad-request',
    ],
    ['a manifest from the future', future, 'bad-request'],
  ];
  test.each(faults)('a change is refused with %s', async (_, fault, code) => {
    const { alice, bob } = await start();
    const { change } = await alice.change([bob]);
    const bytes = signedChange({ ...change, ...fault(change) }, alice.identity.device.seed);
    expect(await make(alice, { bytes, change })).toMatchObject({ code });
  });

  test('a change is refused with a member who has no account here', async () => {
    const { server, alice } = await start();
    const elsewhere = await startConversations(await temporaryFolder());
    onTestFinished(elsewhere.stop);
    const zoe = await elsewhere.person('zoe');
    expect(await make(alice, await alice.change([zoe]))).toMatchObject({
      code: 'no-such-user',
      facts: { user: `zoe@${SERVER}` },
    });
    expect(server.directory.find(zoe.username)).toBeUndefined();
  });
});

function future({ members }: MembersChange): object {
  return { members: members.map((member) => ({ ...member, manifestVersion: 2 })) };
}
