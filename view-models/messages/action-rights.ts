import type { Conversation } from '../../engine/api/api.ts';
import { groupRights, mayWrite } from '../groups/rights.ts';
import type { ActionRights } from './message-actions.ts';

/** What the user may do with the messages of a conversation. `isBlocked`: the user has blocked the other. */
export function actionRights(conversation: Conversation, own: string, isBlocked: boolean): ActionRights {
  const { kind, ended, personDeleted, pinned } = conversation;
  const moderates = kind === 'group' && groupRights(conversation, own).manages;
  // Both in a direct conversation, owners and admins in a group.
  const mayPin = kind === 'direct' || moderates;
  return {
    own,
    mayWrite: !isBlocked && mayWrite(conversation, own),
    mayChange: !isBlocked && !ended && personDeleted === undefined,
    ...(mayPin && { pinned: new Set(pinned?.map(({ id }) => id)) }),
    moderates,
  };
}
