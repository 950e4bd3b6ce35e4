// What the server requires of a change beside its signature: the rulebook's rules, and what only a server knows of its
// members' accounts (protocol.md 4.5).
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { directConversationId } from '../../../node/conversation-ids.ts';
import { verifySignedDocument } from '../../../node/signed-documents.ts';
import { fromBase64url } from '../../../protocol/bytes.ts';
import {
  CHANGE_LABEL,
  type Change,
  type ChangeMember,
  change as changeSchema,
  splitChange,
} from '../../../protocol/epoch-change.ts';
import { ok, type Refusal, type Result, refuse } from '../../../protocol/errors.ts';
import type { Address } from '../../../protocol/ids.ts';
import { type ChangeSetting, findBrokenRule, type RuleName } from '../../../protocol/membership-rules.ts';
import type { Session } from '../../cluster/connections.ts';
import { parseManifest } from '../../devices/manifest-check.ts';
import type { Directory, DirectoryEntry } from '../../people/directory.ts';
import type { Conversation } from '../state/conversation.ts';
import { type LogState, membershipStateOf } from '../state/log-state.ts';

const refusals = {
  malformed: refuse('bad-request', { detail: 'the change is malformed' }),
  'unknown-signer': refuse('device-not-listed'),
  'wrong-signature': refuse('verification-failed', { detail: 'the change is not signed by its device' }),
} as const;

/** Verifies a change with the session's device key, then parses it: it has a sealed key for each member it lists, in their order. */
export function readChange(directory: Directory, body: Uint8Array, session: Session): Result<Change> {
  const parts = splitChange(body);
  if (!parts) return refusals.malformed;
  const key = directory.find(session.username)?.devices.get(session.device);
  const verified = verifySignedDocument(parts.signed, {
    label: CHANGE_LABEL,
    hint: z.unknown(),
    keyFor: () => (key === undefined ? undefined : fromBase64url(key)),
    schema: changeSchema,
  });
  if (!verified.ok) return refusals[verified.fault];
  const change = verified.document;
  const listed = change.type === 'members' ? change.members.map(({ address }) => address) : [];
  if (!isDeepStrictEqual([...new Set(listed)], [...parts.keys.keys()])) {
    return refuse('bad-request', { detail: 'the sealed keys are not those of the members' });
  }
  return change.device === session.device ? ok(change) : refuse('not-allowed');
}

/** `before` is undefined while the change's position in the log does not matter yet. */
export function settingOf(
  directory: Directory,
  { id }: Conversation,
  sender: Address,
  before: LogState | undefined,
): ChangeSetting {
  return {
    conversation: id,
    hub: directory.serverName,
    sender,
    before: before && membershipStateOf(before),
    directIdOf: directConversationId,
  };
}

const refusalsByRule: Partial<Record<RuleName, Refusal>> = {
  authorIsTheSender: refuse('not-allowed'),
  authorIsListed: refuse('not-allowed'),
  authorIsAMember: refuse('not-allowed'),
  authorMayMakeIt: refuse('not-allowed'),
  groupHasAnOwner: refuse('owner-needed'),
  onlyTheFirstHasNoneBefore: refuse('version-conflict'),
  followsTheChangeBefore: refuse('version-conflict'),
};

/** Refuses a change by the first rule of the rulebook that it breaks. */
export function refusalForRules(setting: ChangeSetting, change: Change): Refusal | undefined {
  const broken = findBrokenRule(setting, change);
  return broken && (refusalsByRule[broken.rule] ?? refuse('bad-request', { detail: broken.detail }));
}

/** Every member has an account on this server. */
export function refusalForStrangers(
  directory: Directory,
  members: readonly Pick<ChangeMember, 'address'>[],
): Refusal | undefined {
  const stranger = members.find(({ address }) => directory.at(address)?.accountKey === undefined);
  return (
    stranger && (refusalForReset(directory, members) ?? refuse('no-such-user', { user: stranger.address }))
  );
}

/** Nothing is taken that is sealed to keys that a reset has ended; it waits until there are others. */
export function refusalForReset(
  directory: Directory,
  members: readonly Pick<ChangeMember, 'address'>[],
): Refusal | undefined {
  for (const { address } of members) {
    const entry = directory.at(address);
    if (entry?.reset !== undefined) return refuse('reset-pending', { user: entry.username });
  }
}

/** Nothing more is written in a direct conversation with a deleted account, and a group takes none as a new member. */
export function refusalForDeleted(
  directory: Directory,
  accounts: readonly Pick<ChangeMember, 'address'>[],
): Refusal | undefined {
  const gone = accounts.map(({ address }) => directory.at(address)).find((entry) => entry?.deleted);
  return gone && refuse('person-deleted', { user: gone.username });
}

/** The author has sealed the key to the mailboxes that the members have now. */
export async function refusalForManifests(
  directory: Directory,
  members: readonly ChangeMember[],
): Promise<Refusal | undefined> {
  for (const member of members) {
    const account = directory.at(member.address);
    const published = account && (await publishedMailbox(directory, account));
    if (!published) return refuse('no-such-user', { user: member.address });
    if (member.manifestVersion > published.version || member.generation > published.generation) {
      return refuse('bad-request', { detail: 'a manifest that is not published yet' });
    }
    if (member.generation < published.generation) return refuse('version-conflict');
  }
}

interface PublishedMailbox {
  readonly version: number;
  readonly generation: number;
}

/** An account's entry is replaced when it publishes a manifest; a change of a group needs those of a thousand accounts. */
const mailboxes = new WeakMap<DirectoryEntry, PublishedMailbox>();

async function publishedMailbox(
  directory: Directory,
  account: DirectoryEntry,
): Promise<PublishedMailbox | undefined> {
  const known = mailboxes.get(account);
  const stored = known ? undefined : await directory.manifest(account.username);
  if (!stored) return known;
  const { version, mailbox } = parseManifest(stored);
  const published = { version, generation: mailbox.generation };
  mailboxes.set(account, published);
  return published;
}
