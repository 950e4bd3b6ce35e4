// Manifest, vault and marks of an account are changed together: the server stores all of them or none, and only on top of those
// that the change was made from. So a crash leaves either the account as it was or the finished change.

import { toBase64url } from '../../protocol/bytes.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { limits } from '../../protocol/limits.ts';
import type { Manifest } from '../../protocol/manifest.ts';
import type { Connection } from '../connection/connection.ts';
import { signManifest } from '../encryption/manifests.ts';
import { equal, wipe } from '../encryption/primitives.ts';
import { nextVault, type VaultContents, type VaultKeks, type VaultOpener } from '../encryption/vault.ts';
import { keepMarks, noteSaved, sealOwnMarks } from '../high-water-marks/stored-marks.ts';
import { type OpenedAccount, openAccount } from './opened-account.ts';
import { type OwnAccount, pinOwnManifest } from './own-manifest.ts';
import { refuseOlderVault, type SeenAccount } from './seen-vault.ts';

const ATTEMPTS = 5;

export interface AccountRevision {
  readonly devices: Manifest['devices'];
  readonly contents: VaultContents;
  /** Under which the vault is wrapped anew; absent where its wraps stay. */
  readonly keks?: VaultKeks;
}

export interface RevisionDependencies {
  readonly connection: Pick<Connection, 'request'>;
  readonly own: OwnAccount;
  readonly opener: VaultOpener;
  readonly seen: SeenAccount;
  /** The version that the user accepts although this device has seen a newer one. */
  readonly acceptVault?: number | undefined;
  /** Called before the server is asked to store the change. */
  readonly onPublishing?: (() => void) | undefined;
}

/** What to make of the account as it is now; undefined for nothing. */
export type Revise = (present: OpenedAccount) => Promise<Result<AccountRevision | undefined>>;

/** What the account has become. */
export interface RevisedAccount {
  readonly contents: Omit<VaultContents, 'accountSeed'>;
  readonly vault: Uint8Array;
}

/**
 * Changes the account, after another device's change if there is one at the same moment. Refuses with `wrong-credentials`
 * where the opener doesn't open the vault, and as refuseOlderVault, pinOwnManifest and the change itself do.
 */
export async function reviseAccount(
  dependencies: RevisionDependencies,
  revise: Revise,
): Promise<Result<RevisedAccount>> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const opened = await openPresent(dependencies, attempt === 0);
    const revised = opened.ok ? await publishRevision(dependencies, opened.value, revise) : opened;
    if (opened.ok) wipe(opened.value.vault.contents.accountSeed);
    if (revised.ok || revised.code !== 'version-conflict') return revised;
  }
  return refuse('version-conflict');
}

export interface PresentAccount extends OpenedAccount {
  readonly documents: {
    readonly manifest: Uint8Array;
    readonly vault: Uint8Array;
    readonly marks?: Uint8Array | undefined;
  };
}

/** The account as the server has it now. Refuses as reviseAccount does. */
export async function openPresent(
  { connection, own, opener, seen, acceptVault }: RevisionDependencies,
  isFirst: boolean,
): Promise<Result<PresentAccount>> {
  const stored = await connection.request('account:get', {});
  if (!stored.ok) return stored;
  const opened = openAccount(own.address, stored.value, opener, refuse('wrong-credentials'));
  if (!opened.ok) return opened;
  const pinned = await pinOwnManifest(connection, own, stored.value);
  if (!pinned.ok) return pinned;
  // The server has a newer account back; one that shows the older one all the same is refused below.
  if (pinned.value.isGivenBack && isFirst) return refuse('version-conflict');
  const older = refuseOlderVault(opened.value.vault, seen, acceptVault);
  if (older) return older;
  return ok({ ...opened.value, documents: stored.value });
}

async function publishRevision(
  { connection, own, onPublishing }: RevisionDependencies,
  present: PresentAccount,
  revise: Revise,
): Promise<Result<RevisedAccount>> {
  const { vault: before, documents } = present;
  const revision = await revise(present);
  if (!revision.ok) return revision;
  if (!revision.value) return ok({ contents: before.contents, vault: documents.vault });
  const { contents, keks } = revision.value;
  const manifest = nextManifest(present, revision.value);
  if (manifest.length > limits.manifestBytes) {
    return refuse('device-list-full', { limit: present.manifest.manifest.devices.length });
  }
  const vault = nextVault(before, { contents, ...keks });
  const marks = resealMarks(own, present, contents);
  if (!marks.ok) return marks;
  onPublishing?.();
  const request = { manifest, vault, ...(marks.value && { marks: marks.value.sealed }) };
  const published = await connection.request('account:publish', request);
  if (!published.ok) return published;
  const pinned = own.contacts.pin(manifest, own.address);
  if (!pinned.ok) return pinned;
  if (marks.value) noteSaved(own.database, marks.value.version, marks.value.digest);
  return ok({ contents, vault });
}

/** The present one where nothing in it changes: a vault may be renewed by itself. */
export function nextManifest(
  { manifest: { manifest, hash }, vault, documents }: PresentAccount,
  { devices, contents }: AccountRevision,
): Uint8Array {
  const newest = contents.mailboxKeys.at(-1);
  if (!newest) throw new Error('an account without a mailbox key');
  const mailbox = { generation: newest.generation, key: toBase64url(newest.publicKey) };
  if (devices === manifest.devices && mailbox.generation === manifest.mailbox.generation) {
    return documents.manifest;
  }
  const next = { ...manifest, version: manifest.version + 1, previous: hash, devices, mailbox };
  return signManifest(next, vault.contents.accountSeed);
}

/** Under the new key, with what other devices have seen; undefined where the key stays. */
function resealMarks(
  own: RevisionDependencies['own'],
  { vault, documents }: PresentAccount,
  { marksKey }: VaultContents,
) {
  const before = vault.contents.marksKey;
  if (equal(before, marksKey)) return ok(undefined);
  if (!documents.marks) return refuse('verification-failed', { detail: 'the high-water marks are missing' });
  const kept = keepMarks(own.database, { marksKey: before, address: own.address }, documents.marks);
  return kept.ok ? ok(sealOwnMarks({ ...own, marksKey })) : kept;
}
