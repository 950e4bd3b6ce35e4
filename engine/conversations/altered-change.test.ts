import { beforeAll, expect, test } from 'vitest';
import { splitChange } from '../../protocol/epoch-change.ts';
import { ok, refuse } from '../../protocol/errors.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import { decodeRecord, encodePage, encodeRecord } from '../../protocol/records.ts';
import { createIdentity, type Identity, verifiedManifestOf } from '../../test/support/identities.ts';
import { readingDevice } from '../../test/support/reading-device.ts';
import { writeLog } from '../../test/support/written-log.ts';
import { createChange } from '../encryption/epoch-changes.ts';
import { documentHash } from '../encryption/signed-documents.ts';
import { findConversation, setStopped } from './conversation-table.ts';
import { findCurrentEpoch } from './epoch-table.ts';

let alice: Identity;
let bob: Identity;
beforeAll(async () => {
  alice = await createIdentity('alice@home.example');
  bob = await createIdentity('bob@home.example');
});

function altered(encoded: Uint8Array): Uint8Array {
  const copy = encoded.slice();
  // Within the signed change; behind it lie the sealed keys.
  copy[200]! ^= 1;
  return copy;
}

/** Four changes that alice has signed, at positions 1 to 4, and bob's device, to which the server shows others. */
async function bobWithChanges(show: (genuine: readonly Uint8Array[]) => readonly Uint8Array[]) {
  const log = await writeLog(alice, bob);
  const genuine = [log.records[0]!];
  for (let epoch = 2; epoch <= 4; epoch += 1) {
    const { conversation } = log;
    const before = await changeIn(genuine.at(-1)!, conversation, epoch);
    genuine.push(
      encodeRecord({ kind: 'change', seq: epoch, at: 1_000, sender: alice.address, body: before }),
    );
  }
  const shown = { records: show(genuine) };
  const device = await readingDevice(bob, [alice, bob], log);
  const request = async (_: string, { afterEpoch }: { afterEpoch: number }) =>
    ok({ page: encodePage(shown.records.slice(afterEpoch)), more: false });
  Object.assign(device.dependencies.connection, { request });
  return { ...device, log, genuine, shown };
}

async function changeIn(before: Uint8Array, conversation: ConversationId, epoch: number) {
  const made = await createChange({
    ...{ conversation, epoch, kind: 'direct', hub: 'home.example' as never },
    author: alice.address,
    device: alice.device.id,
    deviceSeed: alice.device.seed,
    members: [alice, bob].map((one) => ({ role: 'member', manifest: verifiedManifestOf(one) })),
    previous: documentHash(splitChange(decodeRecord(before)!.body)!.signed),
    at: new Date(1_000),
  });
  return made.bytes;
}

test.each([
  ['changed in what it says', altered],
  ['that is no record', () => new Uint8Array([9, 9, 9])],
])(
  '4.5 a change %s stops the conversation once, and later ones hold once the user goes on',
  async (_, forge) => {
    const { epochs, dependencies, notices, log } = await bobWithChanges(([one, two, three, four]) => [
      one!,
      forge(two!),
      three!,
      four!,
    ]);
    expect(await epochs.refresh(log.conversation)).toEqual(refuse('history-changed'));
    expect(findConversation(dependencies.db, log.conversation)?.stopped).toBe('change-altered');
    expect(findCurrentEpoch(dependencies.db, log.conversation)).toMatchObject({
      epoch: 2,
      altered: true,
      key: undefined,
    });

    setStopped(dependencies.db, log.conversation, undefined);
    expect(await epochs.refresh(log.conversation)).toEqual(ok(undefined));
    expect(findCurrentEpoch(dependencies.db, log.conversation)).toMatchObject({
      ...{ epoch: 4, altered: false },
      key: expect.any(Uint8Array),
    });
    expect(await epochs.refresh(log.conversation)).toEqual(ok(undefined));
    expect(notices).toEqual(['change-altered']);
  },
);

test('4.5 the change after an altered one follows what the server holds, without the sealed keys', async () => {
  const { epochs, dependencies, shown, log } = await bobWithChanges(([one, two]) => [one!, altered(two!)]);
  await epochs.refresh(log.conversation);
  const { signed } = splitChange(decodeRecord(shown.records[1]!)!.body)!;
  expect(findCurrentEpoch(dependencies.db, log.conversation)).toMatchObject({ id: documentHash(signed) });
});

test('4.5 a change that the server later shows as it was signed takes its place', async () => {
  const { epochs, dependencies, genuine, shown, log } = await bobWithChanges(([one, two]) => [
    one!,
    altered(two!),
  ]);
  await epochs.refresh(log.conversation);
  setStopped(dependencies.db, log.conversation, undefined);
  shown.records = genuine;
  expect(await epochs.refresh(log.conversation)).toEqual(ok(undefined));
  expect(findCurrentEpoch(dependencies.db, log.conversation)).toMatchObject({ epoch: 4, altered: false });
});

test('4.5 behind an altered change only a change by a member with the same members is taken over', async () => {
  const mallory = await createIdentity('mallory@home.example');
  const { epochs, dependencies, shown, log } = await bobWithChanges(([one, two]) => [one!, altered(two!)]);
  await epochs.refresh(log.conversation);
  setStopped(dependencies.db, log.conversation, undefined);
  const foreign = await changeIn(shown.records[0]!, log.conversation, 3);
  const record = { kind: 'change', seq: 3, at: 1_000, sender: mallory.address, body: foreign } as const;
  shown.records = [...shown.records, encodeRecord(record)];
  expect(await epochs.refresh(log.conversation)).toEqual(refuse('history-changed'));
  expect(findCurrentEpoch(dependencies.db, log.conversation)).toMatchObject({ epoch: 3, altered: true });
});
