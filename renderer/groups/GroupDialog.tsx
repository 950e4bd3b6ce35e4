import { useEffect } from 'react';
import { useApp } from '../app/app.ts';
import type { GroupDialogName } from '../app/navigation.ts';
import { useStore } from '../app/use-store.ts';
import { AddMembers } from './AddMembers.tsx';
import { DeleteGroup, LeaveGroup, RemoveConversation, RemoveMember } from './confirmations.tsx';
import { EditGroup } from './EditGroup.tsx';

/** A dialog of the group that is open, or of the conversation that is to be removed. It closes when that is gone. */
export function GroupDialog({ name, onClose }: { name: GroupDialogName; onClose: () => void }) {
  const { navigation, messenger } = useApp();
  const { conversation: open, about: member } = useStore(navigation, (place) => place);
  const group = useStore(messenger, ({ conversations }) => conversations.find(({ id }) => id === open));
  const isFitting =
    group?.kind === 'group' || (name === 'removeConversation' && group?.personDeleted !== undefined);
  const isGone = !isFitting || (name === 'removeMember' && member === undefined);
  useEffect(() => {
    if (isGone) navigation.show(undefined);
  }, [isGone, navigation]);
  if (isGone) return;
  switch (name) {
    case 'addMembers':
      return <AddMembers group={group} onClose={onClose} />;
    case 'editGroup':
      return <EditGroup group={group} onClose={onClose} />;
    case 'removeMember':
      return <RemoveMember group={group} member={member ?? ''} onClose={onClose} />;
    case 'leaveGroup':
      return <LeaveGroup group={group} onClose={onClose} />;
    case 'deleteGroup':
      return <DeleteGroup group={group} onClose={onClose} />;
    case 'removeConversation':
      return <RemoveConversation group={group} onClose={onClose} />;
    default:
      return name satisfies never;
  }
}
