import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { GroupSettings } from '../../protocol/epoch-change.ts';
import type { Refusal } from '../../protocol/errors.ts';
import { limits } from '../../protocol/limits.ts';
import { groupRefusal } from '../../view-models/groups/refusal.ts';
import { useText } from '../app/text.tsx';
import { Choice } from '../components/Choice.tsx';
import { Field } from '../components/Field.tsx';
import { Problem } from '../components/Problem.tsx';
import { SubmitButton } from '../components/SubmitButton.tsx';
import type { Submission } from '../components/use-submission.ts';

interface GroupFormProps {
  readonly submission: Submission;
  readonly action: string;
  /** What the action is called while it runs. */
  readonly busyAction: string;
  readonly isDisabled?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The body of a dialog about a group: what can be filled in, what was refused, and the two ways on. */
export function GroupForm({
  submission,
  action,
  busyAction,
  isDisabled = false,
  onClose,
  children,
}: GroupFormProps) {
  const text = useText();
  const { busy, refusal, submit } = submission;
  return (
    <form className="group-form" onSubmit={submit}>
      <div className="group-form-fields">{children}</div>
      <footer className="group-form-foot">
        <GroupProblem refusal={refusal} />
        <Button className="button" onPress={onClose}>
          {text.groups.cancel}
        </Button>
        <SubmitButton busy={busy} isDisabled={isDisabled}>
          {busy ? busyAction : action}
        </SubmitButton>
      </footer>
    </form>
  );
}

export function GroupProblem({ refusal }: { refusal: Refusal | undefined }) {
  const text = useText();
  return <Problem about={refusal}>{refusal && groupRefusal(text, refusal)}</Problem>;
}

interface TitleFieldProps {
  readonly title: string;
  readonly isMissing: boolean;
  readonly onChange: (title: string) => void;
}

export function TitleField({ title, isMissing, onChange }: TitleFieldProps) {
  const { groups } = useText();
  return (
    <Field
      label={groups.title}
      value={title}
      onChange={onChange}
      maxLength={limits.groupTitleCharacters}
      problem={isMissing ? groups.titleMissing : undefined}
    />
  );
}

interface SettingsChoicesProps {
  readonly settings: GroupSettings;
  readonly onChange: (settings: GroupSettings) => void;
}

export function SettingsChoices({ settings, onChange }: SettingsChoicesProps) {
  const { groups } = useText();
  return (
    <>
      <Choice
        label={groups.posting}
        hint={groups.postingHint}
        value={settings.posting}
        options={groups.postings}
        onChange={(posting) => onChange({ ...settings, posting })}
      />
      <Choice
        label={groups.history}
        hint={groups.historyHint}
        value={settings.history}
        options={groups.histories}
        onChange={(history) => onChange({ ...settings, history })}
      />
    </>
  );
}
