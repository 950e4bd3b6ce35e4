// The server and a client judge the changes of a group by one rulebook: whatever a member makes of the members, the roles and the
// settings, the server refuses exactly what a client would not take over from a server that had appended it.
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { Epochs } from '../engine/conversations/epochs.ts';
import { toBase64url } from '../protocol/bytes.ts';
import { type ChangeMember, type MemberRole, splitChange } from '../protocol/epoch-change.ts';
import { conversationId, type Digest, digest } from '../protocol/ids.ts';
import { applyChange, type MembershipState } from '../protocol/membership-rules.ts';
import { epochIdOf } from '../server/conversations/state/log-state.ts';
import { type ConversationUser, SERVER, startConversations } from './support/conversation-server.ts';
import { readingDevice } from './support/reading-device.ts';
import { signedChange } from './support/signed-changes.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { writeLog } from './support/written-log.ts';

const NAMES = ['alice', 'bob', 'carol', 'dave'] as const;
const id = conversationId.parse(toBase64url(new Uint8Array(32).fill(9)));
const someone = fc.nat(NAMES.length - 1);

const deed = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      by: someone,
      add: someone,
      role: fc.constantFrom<MemberRole>('member', 'member', 'admin'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ by: someone, remove: someone }) },
  {
    weight: 4,
    arbitrary: fc.record({
      by: someone,
      appoint: someone,
      role: fc.constantFrom<MemberRole>('owner', 'admin', 'member'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      by: someone,
      posting: fc.constantFrom<'everyone' | 'admins'>('everyone', 'admins'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ by: someone, only: fc.constant('a key' as const) }) },
  { weight: 1, arbitrary: fc.record({ by: someone, leave: fc.constant(true) }) },
);
type Deed = typeof deed extends fc.Arbitrary<infer One> ? One : never;

async function createJudges() {
  const server = await startConversations(await temporaryFolder());
  onTestFinished(server.stop);
  const users: ConversationUser[] = [];
  for (const name of [...NAMES, 'erin']) users.push(await server.person(name));
  // Erin only looks on: nobody removes her.
  const [alice, , , , erin] = users;
  if (!alice || !erin) throw new Error('five users');
  const identities = users.map(({ identity }) => identity);
  const log = await writeLog(alice.identity, erin.identity);
  const { dependencies, changes } = await readingDevice(erin.identity, identities, {
    ...log,
    conversation: id,
  });
  const epochs = new Epochs(dependencies, changes);
  let state: MembershipState = { kind: undefined, epoch: 0, epochId: undefined, members: [] };
  let seq = 0;

  const listed = ({ address }: ConversationUser, role: MemberRole): ChangeMember => ({
    ...{ address, role, manifestVersion: 1, generation: 1 },
  });

  function changeOf(deed: Deed, author: ConversationUser): object {
    const head = {
      ...{
        v: 1,
        conversation: id,
        kind: 'group',
        hub: SERVER,
        epoch: state.epoch + 1,
        author: author.address,
      },
      ...{ device: author.identity.device.id, at: new Date(seq).toISOString() },
      ...(state.epochId && { previous: state.epochId }),
    };
    if ('leave' in deed) return { ...head, type: 'leave' };
    let members = state.members.map(
      ({ address, role }): ChangeMember => ({ address, role, manifestVersion: 1, generation: 1 }),
    );
    const other = (index: number): ConversationUser => users[index] ?? (alice as ConversationUser);
    if ('add' in deed) members = [...members, listed(other(deed.add), deed.role)];
    if ('remove' in deed) members = members.filter(({ address }) => address !== other(deed.remove).address);
    if ('appoint' in deed) {
      const { address } = other(deed.appoint);
      members = members.map((one) => (one.address === address ? { ...one, role: deed.role } : one));
    }
    const posting = 'posting' in deed ? deed.posting : (state.settings?.posting ?? 'everyone');
    return {
      ...{ ...head, type: 'members', members, settings: { posting, history: 'from-joining' } },
      ...{ keyCommitment: digest.parse('c'.repeat(43)), sealedProfile: 'p'.repeat(200) },
    };
  }

  async function judge(author: ConversationUser, change: object) {
    const body = signedChange(change, author.identity.device.seed);
    const byServer = await author.ask('conversations:change', { conversation: id, change: body });
    const at = byServer.ok ? byServer.value.seq : seq + 1;
    const byClient = await epochs.apply(id, { kind: 'change', seq: at, at, sender: author.address, body });
    if (byServer.ok) {
      seq = at;
      const epochId: Digest = epochIdOf(body);
      state = applyChange(state, JSON.parse(textIn(body)), epochId);
    }
    return { byServer, byClient };
  }

  const founding = {
    ...changeOf({ by: 0, only: 'a key' }, alice),
    members: [...users.slice(0, 3), erin].map((user, index) =>
      listed(user, index === 0 ? 'owner' : 'member'),
    ),
  };
  return {
    found: () => judge(alice, founding),
    judge: (one: Deed) => judge(users[one.by] ?? alice, changeOf(one, users[one.by] ?? alice)),
  };
}

function textIn(body: Uint8Array): string {
  return Buffer.from(splitChange(body)?.signed.subarray(0, -64) ?? []).toString();
}

test('for any change of a group, the server refuses it exactly when a client ignores it', async () => {
  const { found, judge } = await createJudges();
  expect(await found()).toMatchObject({ byServer: { ok: true }, byClient: { ok: true } });
  const verdicts = { accepted: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(deed, async (one) => {
      const { byServer, byClient } = await judge(one);
      expect(byClient.ok, JSON.stringify([one, byServer, byClient])).toBe(byServer.ok);
      verdicts[byServer.ok ? 'accepted' : 'refused'] += 1;
    }),
    { numRuns: 400, endOnFailure: true },
  );
  expect(Math.min(verdicts.accepted, verdicts.refused)).toBeGreaterThan(20);
});
