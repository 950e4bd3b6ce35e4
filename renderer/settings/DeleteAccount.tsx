import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { Conversation } from '../../engine/api/api.ts';
import { leavingAll } from '../../view-models/groups/leaving-all.ts';
import { ownUser } from '../../view-models/names.ts';
import { AcceptRefused, acceptedVault } from '../account/AcceptRefused.tsx';
import { credentialsProblem } from '../account/credentials-problem.ts';
import { useWaiting } from '../account/use-waiting.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { SecretField } from '../components/Field.tsx';
import { Problem } from '../components/Problem.tsx';
import { useSubmission } from '../components/use-submission.ts';
import { WindowDialog } from '../components/WindowDialog.tsx';

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
  const { busy, refusal, submit } = submission;
  const waiting = useWaiting(refusal);
  const isWrong = refusal?.code === 'wrong-credentials';
  return (
    <WindowDialog title={words.title} onClose={onClose}>
      <form className="dialog-form" onSubmit={submit}>
        <ul className="consequences">
          {words.consequences(own).map((one) => (
            <li key={one}>{one}</li>
          ))}
          {left.length > 0 && <GroupsItem lead={words.leaves(left.length)} groups={left} />}
          {deleted.length > 0 && <GroupsItem lead={words.deletes(deleted.length)} groups={deleted} />}
        </ul>
        {orphaned.length > 0 && <Orphaned groups={orphaned} />}
        <SecretField
          label={text.devices.password}
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
        />
        <Problem about={refusal}>
          {isWrong ? text.settings.wrongPassword : credentialsProblem(text, refusal, waiting)}
        </Problem>
        <AcceptRefused submission={submission} />
        <p className="field-hint" role="status">
          {busy ? words.deleting : undefined}
        </p>
        <div className="dialog-buttons">
          <Button className="button" onPress={onClose}>
            {text.devices.cancel}
          </Button>
          {/* While it is under way it keeps the focus. */}
          <Button
            type="submit"
            className="button destructive"
            isPending={busy}
            isDisabled={waiting > 0 || password === '' || orphaned.length > 0}
          >
            {words.act}
          </Button>
        </div>
      </form>
    </WindowDialog>
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
function Orphaned({ groups }: GroupsProps) {
  const { accountDeletion: words } = useText();
  const { navigation } = useApp();
  function show(group: Conversation): void {
    navigation.open(group.id);
    navigation.show('leaveGroup');
  }
  return (
    <section className="orphaned" aria-label={words.orphaned}>
      <p>{words.orphaned}</p>
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
    </section>
  );
}
