// Tries to get a session until there is one, or nothing that the user can answer is in the way.
import { countdownText, type Refusal, type Result } from '../../../protocol/errors.ts';
import { acceptedReset, acceptedVault } from '../../../view-models/account/accepted.ts';
import { credentialsProblem } from '../../../view-models/account/credentials-problem.ts';
import { endOf } from '../../../view-models/account/waiting.ts';
import type { ChatContext } from '../chat-context.ts';
import { line } from '../screen/line.ts';
import { confirm } from './questions.ts';

type Accepted = ReturnType<typeof acceptedReset> & ReturnType<typeof acceptedVault>;

/** Undefined when it has led to a session; else what is in the way, which the user has read. */
export async function attempt(
  context: ChatContext,
  call: (accepted: Accepted) => Promise<Result<unknown>>,
): Promise<Refusal | undefined> {
  const { screen, text } = context;
  let accepted: Accepted = {};
  for (;;) {
    const answer = await call(accepted);
    if (answer.ok) return;
    const end = endOf(answer);
    const sentence = credentialsProblem(text, answer, end === undefined ? 0 : end - performance.now());
    screen.print([line(sentence ?? '', 'error')]);
    const question = {
      'account-set-back': text.account.acceptOlder,
      'reset-since': text.account.eraseFormer,
    }[
      answer.code as string // Any other code asks nothing.
    ];
    if (question === undefined) {
      await waitFor(context, answer);
      return answer;
    }
    if (!(await confirm(context, `${question}?`))) return answer;
    accepted = { ...accepted, ...acceptedVault(answer), ...acceptedReset(answer) };
  }
}

/** Counts down in the prompt how long an account is locked. */
async function waitFor({ screen, words }: ChatContext, refusal: Refusal): Promise<void> {
  const end = endOf(refusal);
  if (end === undefined || screen.mode !== 'editing') return;
  const show = () => {
    const left = end - performance.now();
    screen.setPrompt(line(`${left > 0 ? words.waitPrompt(countdownText(left) ?? '') : words.waitOver} `));
  };
  show();
  const ticking = setInterval(show, 1_000);
  try {
    await screen.readLine();
  } finally {
    clearInterval(ticking);
    screen.setPrompt([]);
  }
}
