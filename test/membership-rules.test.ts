// The server and a client judge changes by one rulebook: whatever a change says, the server refuses exactly what a client
// would not take over from a server that had appended it.
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { Epochs } from '../engine/conversations/epochs.ts';
import { directConversationId } from '../node/conversation-ids.ts';
import type { MembersChange } from '../protocol/epoch-change.ts';
import { noDigest } from '../protocol/frames.ts';
import type { Digest } from '../protocol/ids.ts';
import { epochIdOf } from '../server/conversations/state/log-state.ts';
import { startConversations } from './support/conversation-server.ts';
import { readingDevice } from './support/reading-device.ts';
import { signedChange } from './support/signed-changes.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { writeLog } from './support/written-log.ts';

type Person = 'alice' | 'bob' | 'carol';
const person = fc.constantFrom<Person>('alice', 'bob', 'carol');
const member = fc.record({
  who: person,
  role: fc.constantFrom<MembersChange['members'][number]['role']>(
    'member',
    'member',
    'member',
    'admin',
    'owner',
  ),
});

/** Mostly undefined: a change with one fault or none says more than one with six. */
function seldom<T>(fault: fc.Arbitrary<T>) {
  return fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fault });
}

const faults = fc.record({
  author: seldom(person),
  conversation: seldom(fc.constantFrom<readonly Person[]>(['alice'], ['bob'], ['alice', 'carol'])),
  hub: seldom(fc.constant('elsewhere.example')),
  kind: seldom(fc.constant('group')),
  members: seldom(fc.array(member, { minLength: 1, maxLength: 3 })),
  epoch: seldom(fc.constantFrom(-1, 1)),
  previous: seldom(fc.constantFrom<'none' | 'another'>('none', 'another')),
});
type Faults = typeof faults extends fc.Arbitrary<infer One> ? One : never;

async function createJudges() {
  const server = await startConversations(await temporaryFolder());
  onTestFinished(server.stop);
  const people = {
    alice: await server.person('alice'),
    bob: await server.person('bob'),
    carol: await server.person('carol'),
  };
  const identities = Object.values(people).map(({ identity }) => identity);
  const log = await writeLog(people.alice.identity, people.bob.identity);
  const { dependencies } = await readingDevice(people.bob.identity, identities, log);
  const epochs = new Epochs(dependencies, { changed: () => undefined });
  const { alice, bob, carol } = people;
  const { change: first } = await alice.change([bob]);
  const sealed = [...first.members, ...(await alice.change([carol])).change.members];
  const { conversation } = first;
  let place: { seq: number; epoch: number; epochId: Digest | undefined } = {
    seq: 0,
    epoch: 0,
    epochId: undefined,
  };

  function changeWith(found: Faults) {
    const { author, hub, kind, epoch, previous } = found;
    const next = place.epoch + 1 + (epoch ?? 0);
    const before = previous === 'another' ? noDigest : place.epochId;
    return {
      ...first,
      at: new Date(place.epoch).toISOString(),
      epoch: Math.max(1, next),
      ...(before !== undefined && previous !== 'none' && { previous: before }),
      ...(author && { author: people[author].address }),
      ...(hub && { hub }),
      ...(kind && { kind }),
      ...(found.conversation && {
        conversation: directConversationId(...found.conversation.map((name) => people[name].address)),
      }),
      ...(found.members && {
        members: found.members.map(({ who, role }) => ({
          ...sealed.find(({ address }) => address === people[who].address),
          role,
        })),
      }),
    };
  }

  return {
    /** What the server answers to a change of Alice's, and what Bob's device makes of it in the log. */
    judge: async (found: Faults) => {
      const bytes = signedChange(changeWith(found), alice.identity.device.seed);
      const byServer = await alice.ask('conversations:change', { conversation, change: bytes });
      const seq = byServer.ok ? byServer.value.seq : place.seq + 1;
      const record = { kind: 'change', seq, at: seq, sender: alice.address, body: bytes } as const;
      const byClient = await epochs.apply(conversation, record);
      if (byServer.ok) place = { seq, epoch: place.epoch + 1, epochId: epochIdOf(bytes) };
      return { byServer, byClient };
    },
  };
}

const none: Faults = {
  author: undefined,
  conversation: undefined,
  hub: undefined,
  kind: undefined,
  members: undefined,
  epoch: undefined,
  previous: undefined,
};

test('for any change, the server refuses it exactly when a client ignores it', async () => {
  const { judge } = await createJudges();
  const verdicts = { accepted: 0, refused: 0 };
  expect(await judge(none)).toMatchObject({ byServer: { ok: true }, byClient: { ok: true } });
  await fc.assert(
    fc.asyncProperty(faults, async (found) => {
      const { byServer, byClient } = await judge(found);
      expect(byClient.ok).toBe(byServer.ok);
      if (!byServer.ok && byServer.code === 'bad-request') {
        expect(byClient).toEqual({ ok: false, code: 'verification-failed', facts: byServer.facts });
      }
      verdicts[byServer.ok ? 'accepted' : 'refused'] += 1;
    }),
    { numRuns: 200 },
  );
  expect(Math.min(verdicts.accepted, verdicts.refused)).toBeGreaterThan(10);
});
