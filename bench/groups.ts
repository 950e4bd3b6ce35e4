// A new key for a group, and reading it, beside nothing but the public-key operations that it takes at the least, in turns.
import { createChange, openEpochKey, verifyChange } from '../engine/encryption/epoch-changes.ts';
import { openFromMailbox, sealToMailbox } from '../engine/encryption/mailboxes.ts';
import { randomBytes } from '../engine/encryption/primitives.ts';
import { fromBase64url, toBase64url, utf8 } from '../protocol/bytes.ts';
import { changeFor } from '../protocol/epoch-change.ts';
import { conversationId, serverName } from '../protocol/ids.ts';
import { deviceKey } from '../protocol/manifest.ts';
import { createIdentity, type Identity, verifiedManifestOf } from '../test/support/identities.ts';
import { median } from './statistics.ts';

export interface GroupKeys {
  readonly members: number;
  /** Milliseconds, medians of the rounds; the ratios are the medians of theirs. */
  readonly rekeying: number;
  readonly sealing: number;
  readonly ratio: number;
  /** The longest that the making of a key keeps everything else waiting. */
  readonly stall: number;
  readonly reading: number;
  readonly opening: number;
  /** What one member is sent. */
  readonly bytes: number;
}

/** For each of the sizes, of which the last is the largest. */
export async function measureGroupKeys(
  sizes: readonly number[],
  rounds: number,
): Promise<readonly GroupKeys[]> {
  const everyone: Identity[] = [];
  for (let nth = 0; nth < Math.max(...sizes); nth += 1) {
    everyone.push(await createIdentity(`member${nth}@bench.example`));
  }
  const measured: GroupKeys[] = [];
  for (const size of sizes) measured.push(await measureSize(everyone.slice(0, size), rounds));
  return measured;
}

async function measureSize(members: readonly Identity[], rounds: number): Promise<GroupKeys> {
  const results: Awaited<ReturnType<typeof measureRound>>[] = [];
  for (let round = 0; round < rounds; round += 1) results.push(await measureRound(members));
  const of = (pick: (result: (typeof results)[number]) => number) => median(results.map(pick));
  return {
    members: members.length,
    rekeying: of(({ rekeying }) => rekeying),
    sealing: of(({ sealing }) => sealing),
    ratio: of(({ rekeying, sealing }) => rekeying / sealing),
    stall: Math.max(...results.map(({ stall }) => stall)),
    reading: of(({ reading }) => reading),
    opening: of(({ opening }) => opening),
    bytes: of(({ bytes }) => bytes),
  };
}

async function measureRound(members: readonly Identity[]) {
  const [author] = members;
  const reader = members.at(-1);
  if (!author || !reader) throw new Error('a group has members');
  const manifests = members.map(verifiedManifestOf);
  const stall = watchStall();
  const began = performance.now();
  const made = await createChange({
    conversation: conversationId.parse(toBase64url(randomBytes(32))),
    ...{ kind: 'group', hub: serverName.parse('bench.example'), epoch: 1 },
    ...{ author: author.address, device: author.device.id, deviceSeed: author.device.seed, at: new Date() },
    members: manifests.map((manifest, index) => ({ role: index === 0 ? 'owner' : 'member', manifest })),
    group: { profile: { title: 'Bench' }, settings: { posting: 'everyone', history: 'from-joining' } },
  });
  const rekeying = performance.now() - began;
  const shown = changeFor(made.bytes, reader.address);
  const reading = await timed(async () => {
    const read = verifyChange(shown, (_, device) => deviceKey(author.manifest, device));
    if (!read.ok) throw new Error(read.code);
    const { change, keys } = read.value;
    if (!(await openEpochKey(change, keys, reader.address, [reader.mailboxKey]))) throw new Error('no key');
  });
  const info = utf8('bench');
  const key = fromBase64url(reader.manifest.mailbox.key);
  const sealed = await sealToMailbox(key, info, made.epochKey);
  return {
    ...{ rekeying, reading, stall: stall(), bytes: shown.length },
    sealing: await timed(async () => {
      for (const _ of members) await sealToMailbox(key, info, made.epochKey);
    }),
    opening: await timed(() => openFromMailbox(reader.mailboxKey.privateKey, info, sealed)),
  };
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await act();
  return performance.now() - began;
}

/** Returns the function that stops watching and returns the longest time between two turns of the event loop. */
function watchStall(): () => number {
  let [last, longest] = [performance.now(), 0];
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 1);
  return () => {
    clearInterval(timer);
    return longest;
  };
}
