// What a change must be before its place in the log is looked at (protocol.md 4).
import { z } from 'zod';
import { directConversationId } from '../../../node/conversation-ids.ts';
import { verifySignedDocument } from '../../../node/signed-documents.ts';
import { fromBase64url } from '../../../protocol/bytes.ts';
import {
  CHANGE_LABEL,
  type Change,
  type ChangeMember,
  change as changeSchema,
} from '../../../protocol/epoch-change.ts';
import { ok, type Refusal, type Result, refuse } from '../../../protocol/errors.ts';
import { jsonOf } from '../../../protocol/frames.ts';
import { manifest as manifestSchema } from '../../../protocol/manifest.ts';
import { splitSigned } from '../../../protocol/signed-documents.ts';
import type { Session } from '../../cluster/connections.ts';
import type { Directory } from '../../people/directory.ts';

const refusals = {
  malformed: refuse('bad-request', { detail: 'the change is malformed' }),
  'unknown-signer': refuse('device-not-listed'),
  'wrong-signature': refuse('verification-failed', { detail: 'the change is not signed by its device' }),
} as const;

/** Verified with the session's device key, then parsed, then held against the session that sent it. */
export function readChange(directory: Directory, signed: Uint8Array, session: Session): Result<Change> {
  const key = directory.find(session.username)?.devices.get(session.device);
  const verified = verifySignedDocument(signed, {
    label: CHANGE_LABEL,
    hint: z.unknown(),
    keyFor: () => (key === undefined ? undefined : fromBase64url(key)),
    schema: changeSchema,
  });
  if (!verified.ok) return refusals[verified.fault];
  const change = verified.document;
  const author = directory.addressOf(session.username);
  if (change.author !== author || change.device !== session.device) return refuse('not-allowed');
  return ok(change);
}

/** A direct conversation is that of its one or two members, and nobody else makes changes in it. */
export function refusalForMembers(directory: Directory, change: Change): Refusal | undefined {
  if (change.hub !== directory.serverName) {
    return refuse('bad-request', { detail: 'another server orders the conversation' });
  }
  if (change.kind === 'group') return refuse('not-supported', { method: 'A group conversation' });
  const addresses = change.members.map((member) => member.address);
  const distinct = new Set(addresses);
  if (distinct.size !== addresses.length || distinct.size > 2) {
    return refuse('bad-request', { detail: 'a direct conversation has one or two members' });
  }
  if (change.members.some(({ role }) => role !== 'member')) {
    return refuse('bad-request', { detail: 'everyone in a direct conversation is a member' });
  }
  if (!distinct.has(change.author)) return refuse('not-allowed');
  if (directConversationId(...addresses) !== change.conversation) {
    return refuse('bad-request', { detail: 'the id is not of these members' });
  }
  const stranger = addresses.find((address) => !isAccountHere(directory, address));
  if (stranger !== undefined) return refuse('no-such-user', { user: stranger });
}

/** The key must be sealed to the mailboxes that the members have now. */
export async function refusalForManifests(
  directory: Directory,
  members: readonly ChangeMember[],
): Promise<Refusal | undefined> {
  for (const member of members) {
    const account = directory.at(member.address);
    const stored = account && (await directory.manifest(account.username));
    if (!stored) return refuse('no-such-user', { user: member.address });
    const { version, mailbox } = manifestSchema.parse(jsonOf(splitSigned(stored)?.body ?? stored));
    if (member.manifestVersion > version || member.generation > mailbox.generation) {
      return refuse('bad-request', { detail: 'a manifest that is not published yet' });
    }
    if (member.generation < mailbox.generation) return refuse('version-conflict');
  }
}

function isAccountHere(directory: Directory, address: ChangeMember['address']): boolean {
  return directory.at(address)?.accountKey !== undefined;
}
