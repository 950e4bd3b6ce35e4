// A change that isn't as its author signed it, or that breaks a rule: the epoch before stays the last one, and the user
// decides whether to go on behind it.
import { toBase64url } from '../../protocol/bytes.ts';
import { splitChange } from '../../protocol/epoch-change.ts';
import { type Address, type ConversationId, type Digest, digest, nameOn } from '../../protocol/ids.ts';
import { decodeRecord } from '../../protocol/records.ts';
import { sha256 } from '../encryption/primitives.ts';
import { findConversation } from './conversation-table.ts';
import type { ConversationDependencies } from './dependencies.ts';
import { findCurrentEpoch, findEpoch, putEpoch } from './epoch-table.ts';
import { type ChangeListener, stopConversation } from './stop.ts';

interface Place {
  readonly epoch: number;
  /** What the server shows there. */
  readonly encoded: Uint8Array;
}

/** Notes that what stands at the place of an epoch is none, and stops the conversation if that is new. */
export function passOver(
  dependencies: ConversationDependencies,
  changes: ChangeListener,
  conversation: ConversationId,
  { epoch, encoded }: Place,
): void {
  if (findEpoch(dependencies.db, conversation, epoch)) return;
  const record = decodeRecord(encoded);
  const before = findCurrentEpoch(dependencies.db, conversation);
  const listed = findConversation(dependencies.db, conversation)?.members ?? [];
  dependencies.db.transaction(() => {
    putEpoch(dependencies.db, conversation, {
      epoch,
      id: idOf(record?.body ?? encoded),
      seq: record?.seq ?? (before?.seq ?? 0) + 1,
      at: record?.at ?? dependencies.clock.now(),
      type: 'members',
      author: record?.sender ?? dependencies.account.address,
      members: before?.members ?? listed.map((address) => ({ address, role: 'member', generation: 0 })),
      settings: before?.settings,
      profile: undefined,
      title: before?.title,
      commitment: undefined,
      previousKey: undefined,
      altered: true,
    });
    stopAtChange(dependencies, changes, conversation, record?.sender);
  });
}

/** As the server that holds it so names it: its next change has to follow that. */
function idOf(body: Uint8Array): Digest {
  return digest.parse(toBase64url(sha256(splitChange(body)?.signed ?? body)));
}

/** Names the author that the change claims; where it claims none, the member who may have written it. */
export function stopAtChange(
  dependencies: ConversationDependencies,
  changes: ChangeListener,
  conversation: ConversationId,
  claimed?: Address,
): void {
  const { address, serverName } = dependencies.account;
  const listed = findConversation(dependencies.db, conversation)?.members ?? [];
  const author = claimed ?? listed.find((member) => member !== address) ?? address;
  stopConversation(dependencies, changes, conversation, 'change-altered', {
    user: nameOn(serverName, author),
  });
}
