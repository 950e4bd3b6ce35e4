// What ends something in a group, each asked once.
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { groupRights } from '../../view-models/groups/rights.ts';
import { nameOf, ownUser, titleOf } from '../../view-models/names.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { Confirmation } from './Confirmation.tsx';
import type { GroupDialogProps } from './group-dialog.ts';
import { PeoplePicker } from './PeoplePicker.tsx';

export function RemoveMember({ group, member, onClose }: GroupDialogProps & { readonly member: string }) {
  const { groups } = useText();
  const { engine, messenger } = useApp();
  const name = useStore(messenger, ({ people }) => nameOf(people, member));
  return (
    <Confirmation
      title={groups.removeTitle(name)}
      meaning={groups.removeMeaning(name, group.title)}
      action={groups.remove}
      act={() => engine.call('removeMember', { conversation: group.id, user: member })}
      onClose={onClose}
    />
  );
}

/** The only owner of a group names the next one before leaving. */
export function LeaveGroup({ group, onClose }: GroupDialogProps) {
  const { groups } = useText();
  const { engine, messenger, navigation } = useApp();
  const own = useStore(messenger, ({ status }) => ownUser(status) ?? '');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [successor] = chosen;
  const { leaves } = groupRights(group, own);
  const others = group.members.map(({ user }) => user).filter((user) => user !== own);
  const lead = others.length === 0 ? groups.leaveAlone : groups.leaveSuccessor;

  return (
    <Confirmation
      title={groups.leaveTitle(group.title)}
      meaning={leaves ? groups.leaveMeaning : lead}
      action={groups.leave}
      isDisabled={!leaves && successor === undefined}
      act={() =>
        engine.call('leaveGroup', { conversation: group.id, ...(successor !== undefined && { successor }) })
      }
      onClose={onClose}
      instead={
        !leaves && (
          <Button className="button" onPress={() => navigation.show('deleteGroup')}>
            {groups.delete}
          </Button>
        )
      }
    >
      {!leaves && others.length > 0 && (
        <>
          <PeoplePicker
            label={groups.successor}
            placeholder={groups.successorField}
            users={others}
            chosen={chosen}
            onChange={(now) => setChosen(now.slice(-1))}
          />
          <p>{groups.leaveMeaning}</p>
        </>
      )}
    </Confirmation>
  );
}

export function DeleteGroup({ group, onClose }: GroupDialogProps) {
  const { groups } = useText();
  const { engine } = useApp();
  return (
    <Confirmation
      title={groups.deleteTitle(group.title)}
      meaning={groups.deleteMeaning(group.members.length - 1)}
      action={groups.delete}
      act={() => engine.call('deleteGroup', { conversation: group.id })}
      onClose={onClose}
    />
  );
}

/** A group that is over, or a conversation with a person whose account is deleted. */
export function RemoveConversation({ group, onClose }: GroupDialogProps) {
  const text = useText();
  const { groups } = text;
  const { engine, messenger } = useApp();
  const title = useStore(messenger, ({ people }) => titleOf(text, people, group));
  return (
    <Confirmation
      title={groups.forgetTitle(title)}
      meaning={group.personDeleted ? text.accountDeletion.forgetMeaning : groups.forgetMeaning}
      action={groups.forget}
      act={() => engine.call('removeConversation', { conversation: group.id })}
      onClose={onClose}
    />
  );
}
