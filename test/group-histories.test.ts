// Random histories of a group of up to twenty devices: joins, leaves, removals, roles, titles and messages, some at the same
// time, by devices that are away or crash midway, on a server that restarts. `PARLEY_HISTORIES` says how many, each with a seed of its
// own that a failure prints; `PARLEY_SEED` is the first one's.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Conversation } from '../engine/api/api.ts';
import { findConversation } from '../engine/conversations/conversation-table.ts';
import { findCurrentEpoch } from '../engine/conversations/epoch-table.ts';
import { findNewestRange } from '../engine/log/log-table.ts';
import { listUnplacedMessages } from '../engine/messages/message-table.ts';
import { listWaiting } from '../engine/messages/outbox-table.ts';
import { SERVER } from './support/conversation-server.ts';
import type { GroupDevice } from './support/group-device.ts';
import { breakIn, type GroupTruth, openTo, readTruth } from './support/group-truth.ts';
import { GroupWorld } from './support/group-world.ts';
import { createIdentity, type Identity } from './support/identities.ts';

const DEVICES = 20;
const FOUNDING_MEMBERS = 6;
const OWNERS = 3;
const HISTORIES = Number(process.env.PARLEY_HISTORIES ?? 5);
const SEED = Number(process.env.PARLEY_SEED ?? Math.floor(Math.random() * 1_000_000));
const SETTLE_MILLISECONDS = 20_000;

/** Mostly those who are members from the beginning: the others can do little until one of them is added. */
const someone = fc.oneof(
  { weight: 3, arbitrary: fc.nat(FOUNDING_MEMBERS) },
  { weight: 2, arbitrary: fc.nat(DEVICES - 1) },
);
/** Mostly those who own the group from the beginning. */
const manager = fc.oneof({ weight: 3, arbitrary: fc.nat(OWNERS - 1) }, { weight: 2, arbitrary: someone });
const act = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('send' as const), by: someone }) },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('add' as const), by: manager, whom: fc.nat(DEVICES - 1) }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('remove' as const), by: manager, whom: someone }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('leave' as const), by: someone }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('role' as const),
      by: manager,
      whom: someone,
      role: fc.constantFrom('owner' as const, 'admin' as const, 'member' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('rename' as const), by: manager }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('history' as const),
      by: manager,
      history: fc.constantFrom('everything' as const, 'from-joining' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('posting' as const),
      by: manager,
      posting: fc.constantFrom('everyone' as const, 'admins' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('away' as const), by: someone }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('back' as const), by: someone }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('crash' as const),
      by: someone,
      requests: fc.nat(3),
      moment: fc.constantFrom('asking' as const, 'answered' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('restart' as const),
      how: fc.constantFrom('stop' as const, 'crash' as const),
    }),
  },
);
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

/** Each step is done at once by all who are in it. */
const history = fc.array(fc.array(act, { minLength: 1, maxLength: 5 }), { minLength: 8, maxLength: 20 });

const nameOf = (index: number) => `user${index}`;

class History {
  readonly #world: GroupWorld;
  readonly #id: Conversation['id'];
  /** As `sender text`: what a device has taken to be sent. */
  readonly #written: string[] = [];

  constructor(world: GroupWorld, id: Conversation['id']) {
    this.#world = world;
    this.#id = id;
  }

  async perform(one: Act, step: string): Promise<void> {
    if (one.kind === 'restart') return this.#world.restartServer(one.how);
    const device = this.#world.devices[one.by];
    if (!device) return;
    await device.start();
    await this.#act(device, one, step);
  }

  async #act(
    device: GroupDevice,
    one: Exclude<Act, { readonly kind: 'restart' }>,
    step: string,
  ): Promise<unknown> {
    const conversation = this.#id;
    switch (one.kind) {
      case 'send':
        return this.#send(device, `text ${step}`);
      case 'add': {
        const members = [nameOf(one.whom)];
        return device.use((conversations) => conversations.addMembers({ conversation, members }));
      }
      case 'remove': {
        const user = nameOf(one.whom);
        return device.use((conversations) => conversations.removeMember({ conversation, user }));
      }
      case 'leave':
        return device.use((conversations) => conversations.leaveGroup({ conversation }));
      case 'role': {
        const { role, whom } = one;
        return device.use((conversations) =>
          conversations.setRole({ conversation, user: nameOf(whom), role }),
        );
      }
      case 'rename': {
        const title = `title ${step}`;
        return device.use((conversations) => conversations.renameGroup({ conversation, title }));
      }
      case 'history': {
        const settings = { conversation, history: one.history };
        return device.use((conversations) => conversations.setGroupSettings(settings));
      }
      case 'posting': {
        const settings = { conversation, posting: one.posting };
        return device.use((conversations) => conversations.setGroupSettings(settings));
      }
      case 'away':
        return device.goOffline();
      case 'back':
        return device.goOnline();
      case 'crash':
        return device.crashIn(one.requests, one.moment);
    }
  }

  async #send(device: GroupDevice, text: string): Promise<void> {
    const sent = await device.use((conversations) => conversations.send({ conversation: this.#id, text }));
    if (typeof sent === 'object' && sent.ok) this.#written.push(`${device.address} ${text}`);
  }

  /** Waits until every device has what the log says. Only those that were away or down look anew. */
  async settle(): Promise<GroupTruth> {
    const { devices } = this.#world;
    for (const device of devices) {
      device.crashIn(Number.POSITIVE_INFINITY, 'asking');
      await device.start();
      if (!device.isOnline) await device.goOnline();
    }
    const deadline = Date.now() + SETTLE_MILLISECONDS;
    for (;;) {
      const behind = await this.#behind();
      if (behind.length === 0) {
        const truth = await readTruth(this.#world.server, devices, this.#id);
        // What still goes on may have moved the log since.
        if ((await this.#behind()).length === 0 && (await this.#head()) === truth.head) return truth;
      }
      if (Date.now() > deadline)
        throw new Error([`these do not come to rest: ${behind.join(', ')}`, ...this.#logs()].join('\n'));
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  #logs(): readonly string[] {
    return this.#world.devices.flatMap(({ log, faults }) => [...log, ...faults]);
  }

  #head(): Promise<number> {
    return this.#world.server.store.head(this.#id);
  }

  async #behind(): Promise<readonly string[]> {
    const head = await this.#head();
    return this.#world.devices.flatMap((device) => {
      const row = findConversation(device.db, this.#id);
      const waits = listWaiting(device.db, this.#id, 1).length > 0;
      const isMember = row?.members.includes(device.address);
      const high = findNewestRange(device.db, this.#id)?.high ?? 0;
      const last = isMember ? head : (row?.head ?? 0);
      const state = JSON.stringify({ high, last, waits, ...row, members: row?.members.length });
      return waits || high < last ? [`${device.name} ${state}`] : [];
    });
  }

  async expectAgreement(truth: GroupTruth): Promise<void> {
    const newest = truth.epochs.at(-1);
    if (!newest) throw new Error('a group has a first change');
    const { members, settings } = newest.state;
    const listed = members.map(({ address, role }) => ({ user: address.split('@')[0], role }));
    for (const device of this.#world.devices) {
      expect(device.faults).toEqual([]);
      const group = device.find(this.#id);
      const isMember = members.some(({ address }) => address === device.address);
      expect(group !== undefined && !group.ended, device.name).toBe(isMember);
      if (isMember) {
        expect(group, device.name).toMatchObject({ title: newest.title, members: listed, settings });
        expect(findCurrentEpoch(device.db, this.#id)?.id, device.name).toBe(newest.verified.epochId);
      }
      await this.#expectLines(device, truth);
    }
    this.#expectNothingLost(truth);
  }

  /** Each text stands where the log has it, and nothing that a device was shown is closed to it. */
  async #expectLines(device: GroupDevice, truth: GroupTruth): Promise<void> {
    const page = await device.use((conversations) =>
      conversations.history({ conversation: this.#id, limit: 200 }),
    );
    if (typeof page !== 'object' || !page.ok) return;
    const open = openTo(truth, device.address);
    for (const { seq, kind, text, code } of page.value.messages) {
      if (seq === undefined || kind === 'system') continue;
      const frame = truth.frames.get(seq);
      if (!frame) throw new Error(`${device.name} shows a message at ${seq} that is none`);
      expect(`${frame.record.sender} ${text ?? code}`, `${device.name} at ${seq}`).toBe(frame.line);
      expect(open.has(frame.header.epoch), `${device.name} reads ${seq}`).toBe(true);
    }
  }

  /** What was written is in the log, once; or its writer sees that it failed. */
  #expectNothingLost({ frames }: GroupTruth): void {
    const lines = [...frames.values()].map(({ line }) => line);
    expect(new Set(lines).size).toBe(lines.length);
    const missing = this.#written.filter((line) => !lines.includes(line));
    const failed = this.#world.devices.flatMap((device) => listFailed(device, this.#id));
    expect(missing.toSorted()).toEqual(failed.toSorted());
  }
}

function listFailed({ db }: GroupDevice, id: Conversation['id']): readonly string[] {
  const unplaced = listUnplacedMessages(db, id).filter(({ state }) => state === 'failed');
  return unplaced.map(({ sender, text }) => `${sender} ${text}`);
}

async function play(identities: readonly Identity[], steps: readonly (readonly Act[])[]) {
  const world = await GroupWorld.begin(identities);
  try {
    const { devices } = world;
    const members = Array.from({ length: FOUNDING_MEMBERS }, (_, index) => nameOf(index + 1));
    const founded = await devices[0]?.use((conversations) =>
      conversations.createGroup({ title: 'title', members }),
    );
    if (typeof founded !== 'object' || !founded.ok) throw new Error('the group was not founded');
    const { id } = founded.value;
    for (let nth = 1; nth < OWNERS; nth += 1) {
      const appointed = { conversation: id, user: nameOf(nth), role: 'owner' } as const;
      await devices[0]?.use((conversations) => conversations.setRole(appointed));
    }
    const history = new History(world, id);
    for (const [number, acts] of steps.entries()) {
      await Promise.all(acts.map((one, index) => history.perform(one, `${number}.${index}`)));
    }
    const truth = await history.settle();
    await history.expectAgreement(truth);
    let tried = 0;
    for (const device of devices) {
      const result = await breakIn(device, id, truth);
      expect(result.opened, device.name).toEqual([]);
      tried += result.tried;
    }
    const crashes = devices.reduce((sum, device) => sum + device.crashes, 0);
    const { length: changes } = truth.epochs;
    return { changes, frames: truth.frames.size, crashes, restarts: world.restarts, tried };
  } finally {
    await world.end();
  }
}

test('whatever members do at the same time, all of them agree, and who has gone reads nothing more', async () => {
  const identities: Identity[] = [];
  for (let nth = 0; nth < DEVICES; nth += 1) {
    identities.push(await createIdentity(`${nameOf(nth)}@${SERVER}`));
  }
  const totals = { histories: 0, changes: 0, frames: 0, crashes: 0, restarts: 0, tried: 0 };
  for (let seed = SEED; seed < SEED + HISTORIES; seed += 1) {
    const [steps = []] = fc.sample(history, { seed, numRuns: 1 });
    const began = Date.now();
    const counts = await play(identities, steps).catch((error: unknown) => {
      throw new Error(`PARLEY_SEED=${seed} PARLEY_HISTORIES=1 ${JSON.stringify(steps)}`, { cause: error });
    });
    totals.histories += 1;
    for (const [name, count] of Object.entries(counts)) totals[name as keyof typeof counts] += count;
    if (HISTORIES > 10)
      process.stdout.write(`seed ${seed}: ${JSON.stringify(counts)} in ${Date.now() - began} ms\n`);
  }
  if (HISTORIES > 10) process.stdout.write(`${JSON.stringify(totals)}\n`);
  expect(totals.histories).toBe(HISTORIES);
}, 3_600_000);
