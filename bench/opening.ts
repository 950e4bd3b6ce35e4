// Opening a large group: what an engine and the view models do from the click to the first page, on a server's handlers in the
// same process. The window's drawing and its port are measured by bench/window.
import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Conversation, EngineClient, Person } from '../engine/api/api.ts';
import { ok } from '../protocol/errors.ts';
import { SERVER } from '../test/support/conversation-server.ts';
import { GroupDevice } from '../test/support/group-device.ts';
import { verifiedManifestOf } from '../test/support/identities.ts';
import { groupRights, inRoleOrder, mayWrite } from '../view-models/groups/rights.ts';
import { nameOf } from '../view-models/names.ts';
import { Timeline } from '../view-models/timeline/timeline.ts';
import { foundGroup, sealText, startFixture } from './fixture.ts';
import { median } from './statistics.ts';

const MESSAGES = 200;

/** Milliseconds. */
export interface Opening {
  /** From going online to the first page, on a device that did not know the group. */
  readonly joining: number;
  /** The first time since a start, with all records here. */
  readonly first: number;
  readonly again: number;
}

export async function measureOpening(folder: string, size: number, rounds: number): Promise<Opening> {
  const server = await startFixture(folder);
  const people = [];
  for (let nth = 0; nth < size; nth += 1) people.push(await server.person(`member${nth}`));
  const [founder] = people;
  const reader = people.at(-1);
  if (!founder || !reader) throw new Error('a group has members');
  const made = await foundGroup(founder, people);
  const { conversation } = made.change;
  for (let nth = 0; nth < MESSAGES; nth += 1) {
    const frame = sealText(founder, conversation, made.epochKey);
    await founder.get('conversations:send', { conversation, frame });
  }
  const everyone = new Map(people.map(({ address, identity }) => [address, verifiedManifestOf(identity)]));
  const names = new Map(
    people.map(({ username }): [string, Person] => [
      username,
      { user: username, displayName: username, status: 'normal', fingerprint: '', verified: false },
    ]),
  );
  await mkdir(join(folder, 'devices'));
  const results: Opening[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const own = await mkdtemp(join(folder, 'devices', 'device-'));
    const device = new GroupDevice(reader.identity, own, everyone);
    const open = () => openIn(device, conversation, names);
    const joining = await timed(async () => {
      await device.connect(reader);
      await open();
    });
    device.crashIn(0, 'asking');
    device.goOffline();
    await device.start();
    results.push({ joining, first: await timed(open), again: await timed(open) });
    await device.close();
  }
  await server.stop();
  const of = (name: keyof Opening) => median(results.map((one) => one[name]));
  return { joining: of('joining'), first: of('first'), again: of('again') };
}

/** As the window does it: the group in the list, its facts and members in order, the first page of its timeline. */
async function openIn(
  device: GroupDevice,
  id: Conversation['id'],
  people: ReadonlyMap<string, Person>,
): Promise<void> {
  const group = structuredClone(device.find(id));
  if (!group) throw new Error('the group is not listed');
  groupRights(group, device.name);
  mayWrite(group, device.name);
  inRoleOrder(group.members, (user) => nameOf(people, user));
  const engine = {
    call: async (method: string, parameters: never) => {
      if (method !== 'history') return ok({ total: 0, conversations: [] });
      return structuredClone(await device.use((conversations) => conversations.history(parameters)));
    },
    on: () => () => undefined,
  };
  // Only what an opening asks for.
  const timeline = new Timeline(engine as unknown as EngineClient, id, device.name, () => true);
  await new Promise<void>((resolve) => {
    const isThere = () => timeline.get().loaded && resolve();
    timeline.subscribe(isThere);
    isThere();
  });
  if (timeline.get().failed || timeline.get().messages.length === 0)
    throw new Error(`${SERVER} showed nothing`);
  timeline.close();
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await act();
  return performance.now() - began;
}
