// The user pins a message to its conversation, or takes the pin off.
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { limits } from '../../protocol/limits.ts';
import { mayPin } from '../../protocol/membership-rules.ts';
import type { ParametersOf } from '../api/api.ts';
import type { ConversationRow } from '../conversations/conversation-table.ts';
import { findCurrentEpoch } from '../conversations/epoch-table.ts';
import { findTarget } from './find-target.ts';
import { listPinned } from './message-view.ts';
import { type WriteDependencies, writeContent } from './write-message.ts';

/** Sends nothing where it is already so. */
export function pinMessage(
  dependencies: WriteDependencies,
  row: ConversationRow,
  { message: target, on = true }: ParametersOf<'pin'>,
): Result<unknown> {
  const { db, account, clock } = dependencies;
  const { members = row.members.map((address) => ({ address, role: 'member' as const })) } =
    findCurrentEpoch(db, row.id) ?? {};
  if (!mayPin({ kind: row.kind, members }, account.address)) return refuse('not-allowed');
  const pinned = listPinned(dependencies, row);
  const isPinned = pinned.some((one) => one.target === target);
  if (isPinned === on) return ok({});
  if (on) {
    const message = findTarget(db, row.id, target);
    if (!message.ok) return message;
    if (message.value.seq === undefined) return refuse('not-allowed');
    if (pinned.length >= limits.pinnedMessages)
      return refuse('too-many-pins', { limit: limits.pinnedMessages });
  }
  return writeContent(dependencies, row.id, { type: 'pin', target, on, sentAt: clock.now() });
}
