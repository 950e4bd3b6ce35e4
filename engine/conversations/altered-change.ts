// A change that isn't as its author signed it, or that breaks a rule: the epoch before stays the last one, and the user
// decides whether to go on behind it.
import { toBase64url } from '../../protocol/bytes.ts';
import { type Address, type ConversationId, digest, nameOn } from '../../protocol/ids.ts';
import { decodeRecord } from '../../protocol/records.ts';
import { sha256 } from '../encryption/primitives.ts';
import type { ChangeFeed } from '../sync/change-feed.ts';
import { conversationOf } from './conversation-table.ts';
import { currentEpoch, epochOf, putEpoch } from './epoch-table.ts';
import type { Scope } from './scope.ts';
import { stopConversation } from './stop.ts';

type Changes = Pick<ChangeFeed, 'changed'>;

interface Place {
  readonly epoch: number;
  /** What the server shows there. */
  readonly encoded: Uint8Array;
}

/** Notes that what stands at the place of an epoch is none, and stops the conversation if that is new. */
export function passOver(
  scope: Scope,
  changes: Changes,
  conversation: ConversationId,
  { epoch, encoded }: Place,
): void {
  if (epochOf(scope.db, conversation, epoch)) return;
  const record = decodeRecord(encoded);
  const before = currentEpoch(scope.db, conversation);
  const listed = conversationOf(scope.db, conversation)?.members ?? [];
  scope.db.transaction(() => {
    putEpoch(scope.db, conversation, {
      epoch,
      id: digest.parse(toBase64url(sha256(record?.body ?? encoded))),
      seq: record?.seq ?? (before?.seq ?? 0) + 1,
      at: record?.at ?? scope.clock.now(),
      members: before?.members ?? listed.map((address) => ({ address, role: 'member', generation: 0 })),
      altered: true,
    });
    stopAtChange(scope, changes, conversation, record?.sender);
  });
}

/** Names the author that the change claims; where it claims none, the member who may have written it. */
export function stopAtChange(
  scope: Scope,
  changes: Changes,
  conversation: ConversationId,
  claimed?: Address,
): void {
  const { address, serverName } = scope.account;
  const listed = conversationOf(scope.db, conversation)?.members ?? [];
  const author = claimed ?? listed.find((member) => member !== address) ?? address;
  stopConversation(scope, changes, conversation, 'change-altered', { user: nameOn(serverName, author) });
}
