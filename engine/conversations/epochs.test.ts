import { expect, test } from 'vitest';
import { type GroupSettings, joinChange, splitChange } from '../../protocol/epoch-change.ts';
import { ok } from '../../protocol/errors.ts';
import { conversationId, type Digest, serverName } from '../../protocol/ids.ts';
import type { LogRecord } from '../../protocol/records.ts';
import { createIdentity, type Identity, verifiedManifestOf } from '../../test/support/identities.ts';
import { readingDevice } from '../../test/support/reading-device.ts';
import { writeLog } from '../../test/support/written-log.ts';
import { createChange } from '../encryption/epoch-changes.ts';
import { findCurrentEpoch, findEpoch } from './epoch-table.ts';

const conversation = conversationId.parse('g'.repeat(43));

/** A group as Carol's device takes it over, change by change: Alice owns it, Bob and Carol are members. */
async function carolInAGroup() {
  const [alice, bob, carol] = [
    await createIdentity('alice@parley.example'),
    await createIdentity('bob@parley.example'),
    await createIdentity('carol@parley.example'),
  ];
  const people = [alice, bob, carol];
  const log = await writeLog(alice, carol);
  const { epochs, dependencies } = await readingDevice(carol, people, { ...log, conversation });
  const { db } = dependencies;
  let [seq, previous]: [number, Digest | undefined] = [0, undefined];
  let keyBefore: Uint8Array | undefined;

  /** The record of the next change, as the server shows it to Carol. */
  async function change(
    author: Identity,
    title: string,
    history: GroupSettings['history'] = 'from-joining',
  ): Promise<LogRecord> {
    seq += 1;
    const made = await createChange({
      ...{ conversation, kind: 'group', hub: serverName.parse('parley.example'), epoch: seq, previous },
      ...{
        author: author.address,
        device: author.device.id,
        deviceSeed: author.device.seed,
        at: new Date(0),
      },
      members: people.map((one) => ({
        role: one === alice ? 'owner' : 'member',
        manifest: verifiedManifestOf(one),
      })),
      group: { profile: { title }, settings: { posting: 'everyone', history } },
      keyBefore: history === 'everything' ? keyBefore : undefined,
    });
    [previous, keyBefore] = [made.epochId, made.epochKey];
    return { kind: 'change', seq, at: seq, sender: author.address, body: made.bytes };
  }

  return {
    ...{ alice, bob, change },
    apply: async (record: LogRecord) =>
      expect(await epochs.apply(conversation, record)).toEqual(ok(undefined)),
    title: () => findCurrentEpoch(db, conversation)?.title,
    keyed: () => [1, 2, 3, 4].filter((epoch) => findEpoch(db, conversation, epoch)?.key !== undefined),
  };
}

function withoutKeys(record: LogRecord): LogRecord {
  const signed = splitChange(record.body)?.signed ?? new Uint8Array();
  return { ...record, body: joinChange(signed, new Map()) };
}

test('a member hands the title on, and gives the group no other', async () => {
  const { alice, bob, change, apply, title } = await carolInAGroup();
  await apply(await change(alice, 'Chess'));
  await apply(await change(bob, 'Poker'));
  expect(title()).toBe('Chess');
  await apply(await change(alice, 'Go'));
  expect(title()).toBe('Go');
});

test('a member gives no title to an account from which the server kept the owner’s', async () => {
  const { alice, bob, change, apply, title } = await carolInAGroup();
  await apply(withoutKeys(await change(alice, 'Chess')));
  await apply(await change(bob, 'Poker'));
  expect(title()).toBeUndefined();
  await apply(await change(alice, 'Chess'));
  expect(title()).toBe('Chess');
});

test('the keys that a change hands on are there with its own: a crash behind it loses none', async () => {
  const { alice, change, apply, keyed } = await carolInAGroup();
  await apply(withoutKeys(await change(alice, 'Chess', 'everything')));
  await apply(withoutKeys(await change(alice, 'Chess', 'everything')));
  expect(keyed()).toEqual([]);
  await apply(await change(alice, 'Chess', 'everything'));
  expect(keyed()).toEqual([1, 2, 3]);
});
