import { useState } from 'react';
import type { Conversation } from '../../engine/api/api.ts';
import { initialSettings } from '../../protocol/epoch-change.ts';
import { ok, type Result } from '../../protocol/errors.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useSubmission } from '../components/use-submission.ts';
import { WindowDialog } from '../components/WindowDialog.tsx';
import { GroupForm, SettingsChoices, TitleField } from './GroupForm.tsx';
import type { GroupDialogProps } from './group-dialog.ts';

/** The group's name and settings; what is left as it was is not sent. */
export function EditGroup({ group, onClose }: GroupDialogProps) {
  const text = useText();
  const { engine } = useApp();
  const [title, setTitle] = useState(group.title);
  const [before] = useState(group.settings ?? initialSettings);
  const [settings, setSettings] = useState(before);
  const named = title.trim();

  async function save(): Promise<Result<Conversation>> {
    const conversation = group.id;
    const renamed =
      named === group.title ? ok(group) : await engine.call('renameGroup', { conversation, title: named });
    const { posting, history } = settings;
    if (!renamed.ok || (posting === before.posting && history === before.history)) return renamed;
    return engine.call('setGroupSettings', {
      conversation,
      ...(posting !== before.posting && { posting }),
      ...(history !== before.history && { history }),
    });
  }

  const submission = useSubmission(() => (named === '' ? undefined : save()), onClose);

  return (
    <WindowDialog title={text.groups.edit} fillIn onClose={onClose}>
      <GroupForm
        submission={submission}
        action={text.groups.save}
        busyAction={text.groups.saving}
        onClose={onClose}
      >
        <TitleField title={title} isMissing={named === ''} onChange={setTitle} />
        <SettingsChoices settings={settings} onChange={setSettings} />
      </GroupForm>
    </WindowDialog>
  );
}
