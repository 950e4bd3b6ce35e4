import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Button, Disclosure, DisclosurePanel } from 'react-aria-components';
import { initialSettings } from '../../protocol/epoch-change.ts';
import { ownUser } from '../../view-models/names.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { useSubmission } from '../components/use-submission.ts';
import { WindowDialog } from '../components/WindowDialog.tsx';
import { GroupForm, SettingsChoices, TitleField } from './GroupForm.tsx';
import { PeoplePicker } from './PeoplePicker.tsx';

/** What is filled in stays while the server refuses it. The new group is opened. */
export function NewGroup({ onClose }: { onClose: () => void }) {
  const text = useText();
  const { messenger, navigation } = useApp();
  const { people, status } = useStore(messenger, (state) => state);
  const [title, setTitle] = useState('');
  const [members, setMembers] = useState<readonly string[]>([]);
  const [settings, setSettings] = useState(initialSettings);
  const [checked, setChecked] = useState(false);
  const named = title.trim();
  const others = [...people.keys()].filter((user) => user !== ownUser(status));

  const submission = useSubmission(
    () => {
      setChecked(true);
      return named === ''
        ? undefined
        : messenger.createGroup({ title: named, members: [...members], ...settings });
    },
    ({ id }) => navigation.open(id),
  );

  return (
    <WindowDialog title={text.groups.create} fillIn onClose={onClose}>
      <GroupForm
        submission={submission}
        action={text.groups.createButton}
        busyAction={text.groups.creating}
        onClose={onClose}
      >
        <TitleField title={title} isMissing={checked && named === ''} onChange={setTitle} />
        <PeoplePicker
          label={text.groups.people}
          placeholder={text.groups.peopleField}
          users={others}
          chosen={members}
          onChange={setMembers}
        />
        <Disclosure className="group-options">
          <Button slot="trigger" className="link-button group-options-button">
            <ChevronRight aria-hidden="true" />
            {text.groups.options}
          </Button>
          <DisclosurePanel className="group-options-panel">
            <SettingsChoices settings={settings} onChange={setSettings} />
          </DisclosurePanel>
        </Disclosure>
      </GroupForm>
    </WindowDialog>
  );
}
