// Leaving every group, before the account is deleted.
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { canLeave, type Member } from '../../protocol/membership-rules.ts';
import { type ConversationRow, listConversations } from '../conversations/conversation-table.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { findCurrentEpoch } from '../conversations/epoch-table.ts';
import { isOpen } from '../conversations/standing.ts';
import type { Groups } from './groups.ts';

/**
 * Refuses with `successors-needed`, before it leaves any, where a group of the user's would have members and no owner. A group of
 * one is deleted, and so is one that the user owns alone without ever having accepted it.
 */
export async function leaveGroups(
  dependencies: ConversationDependencies,
  groups: Pick<Groups, 'leave' | 'delete'>,
): Promise<Result<undefined>> {
  const { db, account } = dependencies;
  const present = listConversations(db)
    .filter(({ kind, ended, members }) => kind === 'group' && !ended && members.includes(account.address))
    .map((row) => ({ row, members: membersOf(dependencies, row) }));
  const orphaned = present.filter(
    ({ row, members }) =>
      members.length > 1 && !canLeave(members, account.address) && isOpen(dependencies, row),
  );
  if (orphaned.length > 0) {
    const titles = orphaned.map(({ row }) => findCurrentEpoch(db, row.id)?.title ?? row.id);
    return refuse('successors-needed', { groups: titles.join(', ') });
  }
  for (const { row, members } of present) {
    const left = canLeave(members, account.address)
      ? await groups.leave({ conversation: row.id })
      : await groups.delete(row.id);
    if (!left.ok && left.code !== 'no-longer-a-member') return left;
  }
  return ok(undefined);
}

function membersOf({ db }: Pick<ConversationDependencies, 'db'>, { id }: ConversationRow): readonly Member[] {
  return findCurrentEpoch(db, id)?.members ?? [];
}
