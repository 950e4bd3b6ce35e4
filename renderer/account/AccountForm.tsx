import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { Refusal } from '../../protocol/errors.ts';
import type { ConnectedServer } from '../../shell/shell.ts';
import { credentialsProblem } from '../../view-models/account/credentials-problem.ts';
import { useText } from '../app/text.tsx';
import { Problem } from '../components/Problem.tsx';
import { SubmitButton } from '../components/SubmitButton.tsx';
import type { Submission } from '../components/use-submission.ts';
import { AcceptRefused } from './AcceptRefused.tsx';
import { AccountCard } from './AccountCard.tsx';
import { hostOf } from './host-of.ts';
import { useWaiting } from './use-waiting.ts';

interface AccountFormProps {
  readonly title: string;
  readonly server: ConnectedServer;
  readonly submission: Submission;
  /** Shown until there is an answer: why the previous session ended. */
  readonly ended?: Refusal | undefined;
  readonly isComplete?: boolean;
  /** The button's label, and its label while the server answers. */
  readonly labels: { readonly idle: string; readonly busy: string };
  /** The fields. */
  readonly children: ReactNode;
  /** Ways to other screens, below the form. */
  readonly links: ReactNode;
}

/** A form whose answer is an account: it shows why the server refused, and waits as long as the server says. */
export function AccountForm({
  title,
  server,
  submission,
  ended,
  isComplete = true,
  ...props
}: AccountFormProps) {
  const text = useText();
  const { busy, refusal, submit } = submission;
  const problem = refusal ?? ended;
  const waiting = useWaiting(problem);
  return (
    <AccountCard title={title} lead={hostOf(server.url)}>
      <form className="account-form" onSubmit={submit}>
        {props.children}
        <Problem about={problem}>{credentialsProblem(text, problem, waiting)}</Problem>
        <AcceptRefused submission={submission} />
        <SubmitButton busy={busy} isDisabled={waiting > 0 || !isComplete}>
          {busy ? props.labels.busy : props.labels.idle}
        </SubmitButton>
      </form>
      {props.links}
    </AccountCard>
  );
}

/** Back to the sign-in form. */
export function BackLink({ onPress }: { onPress: () => void }) {
  const text = useText();
  return (
    <p className="account-other">
      <Button className="link-button" onPress={onPress}>
        {text.back}
      </Button>
    </p>
  );
}
