import { useState } from 'react';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { useSubmission } from '../components/use-submission.ts';
import { WindowDialog } from '../components/WindowDialog.tsx';
import { GroupForm } from './GroupForm.tsx';
import type { GroupDialogProps } from './group-dialog.ts';
import { PeoplePicker } from './PeoplePicker.tsx';

export function AddMembers({ group, onClose }: GroupDialogProps) {
  const text = useText();
  const { engine, messenger } = useApp();
  const people = useStore(messenger, (state) => state.people);
  const [added, setAdded] = useState<readonly string[]>([]);
  const members = new Set(group.members.map(({ user }) => user));
  const others = [...people.keys()].filter((user) => !members.has(user));
  const submission = useSubmission(
    () => engine.call('addMembers', { conversation: group.id, members: [...added] }),
    onClose,
  );

  return (
    <WindowDialog title={text.groups.addTitle(group.title)} fillIn onClose={onClose}>
      <GroupForm
        submission={submission}
        action={text.groups.add}
        busyAction={text.groups.adding}
        isDisabled={added.length === 0}
        onClose={onClose}
      >
        <PeoplePicker
          label={text.groups.people}
          placeholder={text.groups.peopleField}
          users={others}
          chosen={added}
          onChange={setAdded}
        />
        <p className="field-hint">{text.groups.addHint[group.settings?.history ?? 'from-joining']}</p>
      </GroupForm>
    </WindowDialog>
  );
}
