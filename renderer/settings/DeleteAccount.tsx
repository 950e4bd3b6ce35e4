import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { Conversation } from '../../engine/api/api.ts';
import { acceptedVault } from '../../view-models/account/accepted.ts';
import { leavingAll } from '../../view-models/groups/leaving-all.ts';
import { ownUser } from '../../view-models/names.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { useSubmission } from '../components/use-submission.ts';
import { PasswordDialog } from './PasswordDialog.tsx';

/** Says all that deleting the account does, and asks for the password. When it is done, the window shows why no one is signed in. */
export function DeleteAccount({ onClose }: { readonly onClose: () => void }) {
  const text = useText();
  const { accountDeletion: words } = text;
  const { engine, messenger } = useApp();
  const { conversations, status } = useStore(messenger, (state) => state);
  const own = ownUser(status) ?? '';
  const { left, deleted, orphaned } = leavingAll(conversations, own);
  const [password, setPassword] = useState('');
  const submission = useSubmission((accepted) =>
    password === '' ? undefined : engine.call('deleteAccount', { password, ...acceptedVault(accepted) }),
  );
  return (
    <PasswordDialog
      title={words.title}
      consequences={words.consequences(own)}
      further={
        <>
          {left.length > 0 && <GroupsItem lead={words.leaves(left.length)} groups={left} />}
          {deleted.length > 0 && <GroupsItem lead={words.deletes(deleted.length)} groups={deleted} />}
          {orphaned.length > 0 && <OrphanedItem groups={orphaned} />}
        </>
      }
      kind="destructive"
      label={words.act}
      progress={words.deleting}
      isComplete={password !== '' && orphaned.length === 0}
      {...{ password, setPassword, submission, onClose }}
    />
  );
}

interface GroupsProps {
  readonly groups: readonly Conversation[];
}

function GroupsItem({ lead, groups }: GroupsProps & { readonly lead: string }) {
  return (
    <li>
      {lead}{' '}
      {groups.map(({ id, title }, index) => (
        <span key={id}>
          {index > 0 && ', '}
          <bdi>{title}</bdi>
        </span>
      ))}
    </li>
  );
}

/** The ways to the groups that need another owner first. */
function OrphanedItem({ groups }: GroupsProps) {
  const { accountDeletion: words } = useText();
  const { navigation } = useApp();
  function show(group: Conversation): void {
    navigation.open(group.id);
    navigation.show('leaveGroup');
  }
  return (
    <li className="orphaned">
      {words.orphaned}
      <ul className="settings-list">
        {groups.map((group) => (
          <li key={group.id}>
            <bdi>{group.title}</bdi>
            <Button
              className="button small"
              aria-label={words.chooseIn(group.title)}
              onPress={() => show(group)}
            >
              {words.choose}
            </Button>
          </li>
        ))}
      </ul>
    </li>
  );
}
