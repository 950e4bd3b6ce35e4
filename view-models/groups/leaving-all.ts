// What becomes of the account's groups when it is deleted.
import type { Conversation } from '../../engine/api/api.ts';
import { groupRights } from './rights.ts';

export interface LeavingAll {
  /** Those that go on without the account. */
  readonly left: readonly Conversation[];
  /** Those with no one else in them: they are deleted. */
  readonly deleted: readonly Conversation[];
  /** Those that would have members and no owner: nothing is deleted before they have another. */
  readonly orphaned: readonly Conversation[];
}

export function leavingAll(conversations: readonly Conversation[], own: string): LeavingAll {
  const groups = conversations.filter(({ kind, ended }) => kind === 'group' && !ended);
  const deleted = groups.filter(({ members }) => members.length === 1);
  const shared = groups.filter(({ members }) => members.length > 1);
  const left = shared.filter((group) => groupRights(group, own).leaves);
  return { left, deleted, orphaned: shared.filter((group) => !left.includes(group)) };
}
