// A server that serves a group's members a forged or an old log, or each of them another one, alone or with the help of a member:
// each client refuses that by name, keeps the members, the title and the key that it had, and talks on elsewhere.
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Conversation } from '../engine/api/api.ts';
import { findConversation } from '../engine/conversations/conversation-table.ts';
import { findCurrentEpoch, findEpoch } from '../engine/conversations/epoch-table.ts';
import { createChange, createDeparture } from '../engine/encryption/epoch-changes.ts';
import { sealFrame } from '../engine/encryption/frames.ts';
import { randomBytes } from '../engine/encryption/primitives.ts';
import { findNewestRange } from '../engine/log/log-table.ts';
import { toBase64url } from '../protocol/bytes.ts';
import { encodeContent } from '../protocol/content/content.ts';
import type { MemberRole } from '../protocol/epoch-change.ts';
import { ok } from '../protocol/errors.ts';
import type { ResponseOf } from '../protocol/events.ts';
import { noDigest } from '../protocol/frames.ts';
import { conversationId, messageId } from '../protocol/ids.ts';
import { decodeRecord, encodePage } from '../protocol/records.ts';
import { SERVER } from './support/conversation-server.ts';
import type { GroupDevice } from './support/group-device.ts';
import { GroupUser, groupUsers } from './support/group-user.ts';
import { GroupWorld } from './support/group-world.ts';
import { createIdentity, type Identity, verifiedManifestOf } from './support/identities.ts';
import { startMaliciousProxy } from './support/malicious-proxy.ts';
import { openTestEngine, password, registerTestEngine } from './support/test-engine.ts';
import { startTestServer } from './support/test-server.ts';
import { unwrap } from './support/unwrap.ts';

const NAMES = ['alice', 'bob', 'carol', 'dave', 'erin'] as const;
type Name = (typeof NAMES)[number];

async function settled<T>(result: Promise<T | 'crashed'>): Promise<T> {
  const value = await result;
  if (value === 'crashed') throw new Error('no device crashes here');
  return value;
}

class Setting {
  readonly world: GroupWorld;
  readonly id: Conversation['id'];
  readonly direct: Conversation['id'];

  constructor(world: GroupWorld, id: Conversation['id'], direct: Conversation['id']) {
    this.world = world;
    this.id = id;
    this.direct = direct;
  }

  device(name: Name): GroupDevice {
    const device = this.world.devices[NAMES.indexOf(name)];
    if (!device) throw new Error(`there is no ${name}`);
    return device;
  }

  /** Those who are members: dave has been one, and erin never was. */
  get members(): readonly GroupDevice[] {
    return [this.device('alice'), this.device('bob'), this.device('carol')];
  }

  async say(name: Name, text: string, conversation = this.id): Promise<void> {
    unwrap(await settled(this.device(name).use((engine) => engine.send({ conversation, text }))));
  }

  async lines(name: Name, conversation = this.id): Promise<readonly string[]> {
    const page = unwrap(
      await settled(this.device(name).use((engine) => engine.history({ conversation, limit: 200 }))),
    );
    return page.messages.map(({ sender, text, code, kind }) => `${sender}: ${text ?? code ?? kind}`);
  }

  reads(name: Name, line: string, conversation = this.id): Promise<void> {
    return vi.waitFor(
      async () => expect((await this.lines(name, conversation)).at(-1), name).toBe(line),
      10_000,
    );
  }

  /** The body of the record at a position, as the server has it. */
  async bodyAt(seq: number): Promise<Uint8Array> {
    const [encoded] = await this.world.server.store.read(this.id, seq, seq);
    const record = encoded && decodeRecord(encoded);
    if (!record) throw new Error(`the log has no record ${seq}`);
    return record.body;
  }

  /** A change with a valid signature of its author, whatever it says. */
  async change(
    author: Identity,
    roles: Readonly<Partial<Record<Name, MemberRole>>>,
    place: { readonly epoch: number; readonly previous: string; readonly title?: string },
  ): Promise<Uint8Array> {
    const { title = 'Chess', ...rest } = place;
    const made = await createChange({
      ...{ conversation: this.id, kind: 'group', hub: SERVER, author: author.address, at: new Date() },
      ...{ device: author.device.id, deviceSeed: author.device.seed },
      ...(rest as { readonly epoch: number; readonly previous: never }),
      members: NAMES.flatMap((name) => {
        const role = roles[name];
        return role ? [{ role, manifest: verifiedManifestOf(this.device(name).identity) }] : [];
      }),
      group: { profile: { title }, settings: { posting: 'everyone', history: 'from-joining' } },
    });
    return made.bytes;
  }

  /** The place of the next change, as the members know it. */
  get next() {
    const current = findCurrentEpoch(this.device('alice').db, this.id);
    if (!current) throw new Error('the group has an epoch');
    return { epoch: current.epoch + 1, previous: current.id };
  }

  /** A frame under the key that a device has of an epoch, with its next counter. */
  frame(name: Name, epoch: number, text: string, { device, seed } = this.#deviceOf(name)): Uint8Array {
    const { db } = this.device(name);
    const known = findEpoch(db, this.id, epoch);
    if (!known?.key) throw new Error(`${name} has no key of epoch ${epoch}`);
    const header = {
      ...({ kind: 'sealed', conversation: this.id, epoch, epochId: known.id, device } as const),
      counter: (findConversation(db, this.id)?.counter ?? 0) + 1,
      message: messageId.parse(toBase64url(randomBytes(16))),
      ...{ seenSeq: 0, seenHash: noDigest, countsAsUnread: true, lifetime: 0 },
    };
    const body = unwrap(encodeContent({ type: 'text', text, sentAt: Date.now() }));
    return unwrap(sealFrame(header, body, known.key, seed));
  }

  #deviceOf(name: Name) {
    const { device } = this.device(name).identity;
    return { device: device.id, seed: device.seed };
  }

  /** What each member takes the group to be. */
  views() {
    return this.members.map((device) => {
      const { title, members, settings } = device.find(this.id) ?? {};
      const epoch = findCurrentEpoch(device.db, this.id);
      return { title, members, settings, key: epoch?.altered ? undefined : epoch?.id };
    });
  }

  async expectTalkElsewhere(): Promise<void> {
    await this.say('alice', 'and here?', this.direct);
    await this.reads('bob', 'alice: and here?', this.direct);
    await this.say('bob', 'as ever', this.direct);
    await this.reads('alice', 'bob: as ever', this.direct);
  }
}

/**
 * Alice owns the group, Bob and Carol are members. Dave was one from the second change to the third, each record's position
 * being 1, 2 and 3; each of the three has written since.
 */
async function begin(): Promise<Setting> {
  const identities: Identity[] = [];
  for (const name of NAMES) identities.push(await createIdentity(`${name}@${SERVER}`));
  const world = await GroupWorld.begin(identities);
  onTestFinished(() => world.end());
  const [alice, bob] = world.devices;
  if (!alice || !bob) throw new Error('five devices');
  const { id } = unwrap(
    await settled(alice.use((engine) => engine.createGroup({ title: 'Chess', members: ['bob', 'carol'] }))),
  );
  const { id: direct } = unwrap(await settled(alice.use((engine) => engine.openDirect({ user: 'bob' }))));
  const setting = new Setting(world, id, direct);
  unwrap(await settled(alice.use((engine) => engine.addMembers({ conversation: id, members: ['dave'] }))));
  await vi.waitFor(() => expect(setting.device('dave').find(id)?.title).toBe('Chess'), 10_000);
  unwrap(await settled(alice.use((engine) => engine.removeMember({ conversation: id, user: 'dave' }))));
  await setting.say('alice', 'hello');
  await setting.say('alice', 'bob?', direct);
  for (const name of ['bob', 'carol'] as const) await setting.reads(name, 'alice: hello');
  await setting.say('bob', 'hi');
  for (const name of ['alice', 'carol'] as const) await setting.reads(name, 'bob: hi');
  await setting.reads('bob', 'alice: bob?', direct);
  return setting;
}

interface ForgedChange {
  readonly name: string;
  readonly claimed: Name;
  /** Whom it takes out of the group: to that account the server shows no group any more. */
  readonly dropped?: Name;
  readonly body: (setting: Setting) => Promise<Uint8Array>;
}

const roles = { alice: 'owner', bob: 'member', carol: 'member' } as const;

const forgedChanges: readonly ForgedChange[] = [
  {
    name: 'a roster that the server made up, signed by no device of the owner',
    claimed: 'alice',
    body: (setting) =>
      setting.change(
        { ...setting.device('alice').identity, device: setting.device('erin').identity.device },
        { ...roles, erin: 'admin' },
        setting.next,
      ),
  },
  {
    name: 'a roster of a stranger who helps the server',
    claimed: 'erin',
    body: (setting) =>
      setting.change(setting.device('erin').identity, { ...roles, erin: 'owner' }, setting.next),
  },
  {
    name: 'a change of the members by one who only is one',
    claimed: 'carol',
    dropped: 'bob',
    body: (setting) =>
      setting.change(
        setting.device('carol').identity,
        { alice: 'owner', carol: 'member', erin: 'member' },
        setting.next,
      ),
  },
  {
    name: 'a change of the owner’s that lost to another one under the same epoch',
    claimed: 'alice',
    body: (setting) => {
      const first = findEpoch(setting.device('alice').db, setting.id, 1);
      const place = { epoch: 2, previous: first?.id ?? '' };
      return setting.change(setting.device('alice').identity, { ...roles, erin: 'member' }, place);
    },
  },
  {
    name: 'the change that once added a member, once more after that member’s removal',
    claimed: 'alice',
    body: (setting) => setting.bodyAt(2),
  },
  {
    name: 'the leaving of a member, by a ghost device of that member',
    claimed: 'bob',
    dropped: 'bob',
    body: async (setting) => {
      const { identity } = setting.device('bob');
      const ghost = await createIdentity(identity.address);
      return createDeparture('leave', {
        ...{ conversation: setting.id, kind: 'group', hub: SERVER, author: identity.address, at: new Date() },
        ...{ device: ghost.device.id, deviceSeed: ghost.device.seed },
        ...(setting.next as { readonly epoch: number; readonly previous: never }),
      });
    },
  },
];

test.each(forgedChanges)('refused by every member, by name: $name', async ({ claimed, dropped, body }) => {
  const setting = await begin();
  const before = setting.views();
  const sender = setting.device(claimed).address;
  await setting.world.forge(setting.id, { kind: 'change', sender, body: await body(setting) });
  for (const device of setting.members) {
    const why = device.name === dropped ? 'server-set-back' : 'change-altered';
    await vi.waitFor(() => expect(device.find(setting.id)?.stopped, device.name).toBe(why), 10_000);
    const notice = why === 'change-altered' ? `"${why}","facts":{"user":"${claimed}"}` : `"${why}"`;
    expect(device.faults.join(), device.name).toContain(`notice {"code":${notice}`);
    const sent = await device.use((engine) => engine.send({ conversation: setting.id, text: 'no' }));
    expect(sent).toMatchObject({ ok: false, code: 'history-changed' });
  }
  const kept = ({ title, members, settings }: ReturnType<Setting['views']>[number]) => [
    title,
    members,
    settings,
  ];
  expect(setting.views().map(kept)).toEqual(before.map(kept));
  expect(setting.device('erin').find(setting.id)).toBeUndefined();
  await setting.expectTalkElsewhere();
});

interface ForgedFrame {
  readonly name: string;
  readonly sender: Name;
  readonly shown: string;
  readonly body: (setting: Setting) => Promise<Uint8Array>;
}

const forgedFrames: readonly ForgedFrame[] = [
  {
    name: 'a late frame of a removed member, under the last key that it had',
    sender: 'dave',
    shown: 'dave: wrong-epoch',
    body: async (setting) => setting.frame('dave', 2, 'still here'),
  },
  {
    name: 'a frame of a removed member, under a key that a member gave away',
    sender: 'dave',
    shown: 'dave: not-a-member',
    body: async (setting) => {
      const { device } = setting.device('dave').identity;
      return setting.frame('carol', 3, 'still here', { device: device.id, seed: device.seed });
    },
  },
  {
    name: 'a frame of a ghost device of a member',
    sender: 'bob',
    shown: 'bob: unknown-device',
    body: async (setting) => {
      const { device } = await createIdentity('bob@test.example');
      return setting.frame('carol', 3, 'I am bob', { device: device.id, seed: device.seed });
    },
  },
];

test.each(forgedFrames)('shown by every member as what it is: $name', async ({ sender, shown, body }) => {
  const setting = await begin();
  const before = setting.views();
  await setting.world.forge(setting.id, {
    kind: 'frame',
    sender: setting.device(sender).address,
    body: await body(setting),
  });
  for (const name of ['alice', 'bob', 'carol'] as const) await setting.reads(name, shown);
  expect(setting.views()).toEqual(before);
  await setting.say('alice', 'on we go');
  for (const name of ['bob', 'carol'] as const) await setting.reads(name, 'alice: on we go');
  await setting.expectTalkElsewhere();
});

test('two winners of one epoch, each shown to other members, meet in a forked log; no member adopts the other’s', async () => {
  const setting = await begin();
  const [alice, bob, carol] = [setting.device('alice'), setting.device('bob'), setting.device('carol')];
  const promoted = { conversation: setting.id, user: 'carol', role: 'owner' } as const;
  unwrap(await settled(alice.use((engine) => engine.setRole(promoted))));
  await vi.waitFor(() => expect(setting.views()[2]).toEqual(setting.views()[0]), 10_000);
  await setting.world.fork([carol]);
  const rename = (device: GroupDevice, title: string) =>
    settled(device.use((engine) => engine.renameGroup({ conversation: setting.id, title })));
  unwrap(await rename(alice, 'Chess of alice'));
  unwrap(await rename(carol, 'Chess of carol'));
  await vi.waitFor(() => expect(bob.find(setting.id)?.title).toBe('Chess of alice'), 10_000);
  const before = setting.views();
  expect(before.map(({ title }) => title)).toEqual(['Chess of alice', 'Chess of alice', 'Chess of carol']);

  await setting.world.join(carol);
  await vi.waitFor(() => expect(carol.find(setting.id)?.stopped).toBe('log-forked'), 10_000);
  expect(carol.faults.join()).toContain('"code":"log-forked"');
  // What Carol sealed for the other log is none of this one's.
  const body = setting.frame('carol', before.length + 2, 'from the other side');
  await setting.world.forge(setting.id, { kind: 'frame', sender: carol.address, body });
  for (const name of ['alice', 'bob'] as const) await setting.reads(name, 'carol: unknown-epoch');
  expect(setting.views()).toEqual(before);
  await setting.expectTalkElsewhere();
});

test('who is not shown a removal reads nothing that follows it, and is not read', async () => {
  const setting = await begin();
  const carol = setting.device('carol');
  await setting.world.fork([carol]);
  const removed = { conversation: setting.id, user: 'carol' };
  unwrap(await settled(setting.device('alice').use((engine) => engine.removeMember(removed))));
  await setting.say('alice', 'without carol');
  await setting.reads('bob', 'alice: without carol');
  const last = await setting.world.server.store.head(setting.id);
  expect(findNewestRange(carol.db, setting.id)?.high).toBeLessThan(last - 1);
  const before = setting.views();

  // The server passes on to the others what she writes, and to her what they write.
  const late = setting.frame('carol', 3, 'I am still a member');
  await setting.world.forge(setting.id, { kind: 'frame', sender: carol.address, body: late });
  for (const name of ['alice', 'bob'] as const) await setting.reads(name, 'carol: wrong-epoch');
  const page = await setting.world.server.store.read(setting.id, last, last);
  carol.hear('conversations:records', { conversation: setting.id, page: encodePage(page) });
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect((await setting.lines('carol')).join()).not.toContain('without carol');
  expect(setting.views()).toEqual(before);
  await setting.expectTalkElsewhere();
});

type Manifests = ResponseOf<'people:manifests'>;

test('an older list of a member’s devices stops what is sent to the group, by name, and nothing else', async () => {
  const home = await startTestServer();
  const proxy = await startMaliciousProxy(home.url);
  const [bob, carol] = await groupUsers(home, ['bob', 'carol']);
  const alice = new GroupUser('alice', await registerTestEngine(proxy, { username: 'alice' }));
  if (!bob || !carol) throw new Error('two users');
  const notices: unknown[] = [];
  alice.engine.on('notice', ({ code, facts }) => notices.push([code, facts?.user, facts?.detail]));
  const shown = new Map<string, Uint8Array>();
  proxy.forgeries.set('people:manifests', ({ value }: { value: Manifests }) => {
    for (const { address, manifest } of value.manifests)
      if (!shown.has(address)) shown.set(address, manifest);
    return { answer: ok(value) };
  });
  const { id } = await alice.call('createGroup', { title: 'Chess', members: ['bob', 'carol'] });
  await alice.send(id, 'hello');

  const laptop = await openTestEngine(home);
  unwrap(await laptop.call('signIn', { username: 'bob', password, deviceName: 'Laptop' }));
  await new GroupUser('bob', laptop).reads(id, 'alice: hello');
  unwrap(await laptop.call('send', { conversation: id, text: 'from my laptop' }));
  await alice.reads(id, 'bob: from my laptop');

  proxy.forgeries.set('people:manifests', ({ value }: { value: Manifests }) => ({
    answer: ok({
      ...value,
      manifests: value.manifests.map((one) => ({ ...one, manifest: shown.get(one.address) ?? one.manifest })),
    }),
  }));
  proxy.cut();
  await vi.waitFor(async () => expect((await alice.call('status', undefined)).state).toBe('online'), 10_000);
  await alice.call('send', { conversation: id, text: 'to whom?' });
  const old = ['verification-failed', 'bob', 'an old list of the devices of bob'];
  await vi.waitFor(() => expect(notices).toContainEqual(old), 10_000);
  expect((await alice.messages(id)).at(-1)).toMatchObject({ text: 'to whom?', state: 'sending' });
  const { id: direct } = await alice.call('openDirect', { user: 'carol' });
  await alice.send(conversationId.parse(direct), 'here I am heard');
  await carol.reads(conversationId.parse(direct), 'alice: here I am heard');
});
