// Random histories of a group: joins, leaves, removals, roles, titles and messages, some at the same time, some by devices that
// were away. `PARLEY_HISTORIES` says how many; a failure prints its seed, which `PARLEY_SEED` runs again.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Conversation } from '../engine/api/api.ts';
import { findCurrentEpoch, findEpoch } from '../engine/conversations/epoch-table.ts';
import { openEpochKey, verifyChange } from '../engine/encryption/epoch-changes.ts';
import { openFrame } from '../engine/encryption/frames.ts';
import { decodeFrameHeader } from '../protocol/frames.ts';
import { decodeRecord } from '../protocol/records.ts';
import { type ConversationServer, startConversations } from './support/conversation-server.ts';
import { type GroupDevice, groupDevices } from './support/group-device.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const NAMES = ['ann', 'ben', 'cem', 'dan', 'eva', 'fay'];
const HISTORIES = Number(process.env.PARLEY_HISTORIES ?? 5);
/** Of 25 ms: longer than a new key takes on a busy machine. */
const STILL_ROUNDS = 12;
const SEED = process.env.PARLEY_SEED;

const someone = fc.nat(NAMES.length - 1);
const act = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('send'), by: someone }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('add'), by: someone, whom: someone }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove'), by: someone, whom: someone }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave'), by: someone }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('role'),
      by: someone,
      whom: someone,
      role: fc.constantFrom('owner', 'admin', 'member'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rename'), by: someone }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('history'),
      by: someone,
      history: fc.constantFrom('everything', 'from-joining'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('away'), by: someone }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('back'), by: someone }) },
);
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

/** Each step is done at once by all who are in it. */
const history = fc.array(fc.array(act, { minLength: 1, maxLength: 3 }), { minLength: 4, maxLength: 14 });

async function perform(devices: readonly GroupDevice[], id: Conversation['id'], one: Act, step: string) {
  const device = devices[one.by];
  if (!device) return;
  const { conversations } = device;
  const whom = 'whom' in one ? (NAMES[one.whom] ?? '') : '';
  const conversation = id;
  switch (one.kind) {
    case 'send':
      return void conversations.send({ conversation, text: `${device.name} ${step}` });
    case 'add':
      return void (await conversations.addMembers({ conversation, members: [whom] }));
    case 'remove':
      return void (await conversations.removeMember({ conversation, user: whom }));
    case 'leave':
      return void (await conversations.leaveGroup({ conversation }));
    case 'role':
      if ('role' in one) await conversations.setRole({ conversation, user: whom, role: one.role as 'owner' });
      return;
    case 'rename':
      return void (await conversations.renameGroup({ conversation, title: `title ${step}` }));
    case 'history':
      if ('history' in one) {
        await conversations.setGroupSettings({ conversation, history: one.history as 'everything' });
      }
      return;
    case 'away':
      return device.goOffline();
    case 'back':
      return device.goOnline();
  }
}

/** Resolves once nothing has moved for a while: neither the log nor what any device makes of it. */
async function settled(
  server: ConversationServer,
  devices: readonly GroupDevice[],
  id: Conversation['id'],
): Promise<void> {
  for (const device of devices) await device.goOnline();
  const view = async () =>
    JSON.stringify([
      await server.store.head(id),
      ...devices.map((device) => [findCurrentEpoch(device.db, id)?.id, device.find(id)]),
    ]);
  let [before, still] = ['', 0];
  while (still < STILL_ROUNDS) {
    await new Promise((resolve) => setTimeout(resolve, 25));
    const now = await view();
    still = now === before ? still + 1 : 0;
    before = now;
  }
}

async function linesOf(device: GroupDevice, id: Conversation['id']): Promise<readonly string[]> {
  const page = await device.conversations.history({ conversation: id, limit: 200 });
  if (!page.ok) return [];
  return page.value.messages
    .filter(({ state }) => state !== 'failed')
    .map(({ seq, kind, sender, text, code }) => `${seq} ${kind} ${sender} ${text ?? code ?? ''}`);
}

async function expectAgreement(devices: readonly GroupDevice[], id: Conversation['id']): Promise<void> {
  const views = devices.map((device) => ({ device, group: device.find(id) }));
  const members = views.filter(({ group }) => group && !group.ended);
  const [first, ...others] = members;
  for (const { device, group } of others) {
    expect(group?.title, device.name).toBe(first?.group?.title);
    expect(JSON.stringify(group?.members), device.name).toBe(JSON.stringify(first?.group?.members));
    expect(findCurrentEpoch(device.db, id)?.id).toBe(first && findCurrentEpoch(first.device.db, id)?.id);
  }
  const names = first?.group?.members.map(({ user }) => user).toSorted() ?? [];
  expect(members.map(({ device }) => device.name).toSorted()).toEqual(names);
  for (const one of devices) for (const other of devices) expectSameEpochs(one, other, id);
  for (const { device } of members)
    expect(await linesOf(device, id), device.name).not.toContain('unreadable');
}

/** ★ Every member's list is byte-equal at the same position. */
function expectSameEpochs(one: GroupDevice, other: GroupDevice, id: Conversation['id']): void {
  const newest = findCurrentEpoch(one.db, id)?.epoch ?? 0;
  for (let epoch = 1; epoch <= newest; epoch += 1) {
    const [mine, theirs] = [findEpoch(one.db, id, epoch), findEpoch(other.db, id, epoch)];
    if (!mine || !theirs) continue;
    expect(JSON.stringify([mine.id, mine.seq, mine.members])).toBe(
      JSON.stringify([theirs.id, theirs.seq, theirs.members]),
    );
  }
}

/** What is sent after a device's last record stays closed to all the keys that it ever had. */
async function expectClosed(
  server: ConversationServer,
  device: GroupDevice,
  id: Conversation['id'],
): Promise<number> {
  const { identity, address } = device.user;
  const newest = findCurrentEpoch(device.db, id);
  if (!newest) return 0;
  const keys = Array.from({ length: newest.epoch }, (_, index) => findEpoch(device.db, id, index + 1)?.key);
  const records = await server.store.read(id, newest.seq + 1, Number.MAX_SAFE_INTEGER);
  for (const encoded of records) {
    const record = decodeRecord(encoded);
    if (record?.kind === 'change') {
      const read = verifyChange(record.body, (author) => keyOf(server, author));
      if (!read.ok) throw new Error('the server stores verified changes');
      const { change, keys: sealed } = read.value;
      expect(change.type === 'members' && change.members.some((one) => one.address === address)).toBe(false);
      expect(await openEpochKey(change, sealed, address, [identity.mailboxKey])).toBeUndefined();
    }
    const header = record?.kind === 'frame' ? decodeFrameHeader(record.body) : undefined;
    if (!record || !header) continue;
    for (const key of keys) {
      if (key) expect(openFrame(record.body, header, key, keyOf(server, record.sender)).ok).toBe(false);
    }
  }
  return records.length;
}

function keyOf(server: ConversationServer, author: Parameters<ConversationServer['directory']['at']>[0]) {
  const [key = ''] = server.directory.at(author)?.devices.values() ?? [];
  return Buffer.from(key, 'base64url');
}

test('whatever members do at the same time, all of them agree, and who has gone reads nothing more', async () => {
  const counts = { histories: 0, closed: 0, records: 0 };
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      const server = await startConversations(await temporaryFolder());
      const devices = await groupDevices(server, NAMES);
      try {
        const [founder] = devices;
        const founded = await founder?.conversations.createGroup({
          title: 'title',
          members: NAMES.slice(1, 4),
        });
        if (!founded?.ok) throw new Error('the group was not founded');
        const { id } = founded.value;
        for (const [number, acts] of steps.entries()) {
          await Promise.all(acts.map((one, index) => perform(devices, id, one, `${number}.${index}`)));
        }
        await settled(server, devices, id);
        await expectAgreement(devices, id);
        for (const device of devices) {
          if (device.find(id)?.ended) counts.closed += 1;
          if (device.find(id)?.ended) counts.records += await expectClosed(server, device, id);
        }
        counts.histories += 1;
      } finally {
        for (const device of devices) await device.conversations.close();
        await server.stop();
      }
    }),
    { numRuns: HISTORIES, endOnFailure: true, ...(SEED && { seed: Number(SEED) }) },
  );
  expect(counts.histories).toBe(HISTORIES);
  if (HISTORIES > 100) process.stdout.write(`${JSON.stringify(counts)}\n`);
}, 1_800_000);
