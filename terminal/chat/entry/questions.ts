// Questions before a session. Each ends it all when there is no more input.
import { limits } from '../../../protocol/limits.ts';
import type { ChatContext } from '../chat-context.ts';
import { line } from '../screen/line.ts';

/** The user has given up: Ctrl+C, Ctrl+D, or the end of a pipe. */
export class EndOfInput extends Error {}

type Asking = Pick<ChatContext, 'screen' | 'text' | 'words'>;

export async function ask({ screen }: Asking, question: string): Promise<string> {
  return given(await screen.ask(question));
}

export async function askSecret({ screen }: Asking, question: string): Promise<string> {
  return given(await screen.askSecret(question));
}

function given(answer: string | undefined): string {
  if (answer === undefined) throw new EndOfInput();
  return answer;
}

/** Anything but a yes is a no, the end of the input too. */
export async function confirm({ screen, words }: Asking, question: string): Promise<boolean> {
  const answer = await screen.ask(words.yesOrNo(question));
  return answer?.toLowerCase().startsWith(words.yes) ?? false;
}

/** Twice the same, and long enough; undefined when the user enters nothing. */
export async function askNewPassword(
  asking: Asking,
  question: string,
  problem: (password: string) => string | undefined = () => undefined,
): Promise<string | undefined> {
  const { screen, text, words } = asking;
  const minimum = limits.minimumPasswordCharacters;
  for (;;) {
    const password = await askSecret(asking, question);
    if (password === '') return;
    const wrong = password.length < minimum ? text.account.tooShort(minimum) : problem(password);
    if (wrong === undefined && (await askSecret(asking, words.passwordAgain)) === password) return password;
    screen.print([line(wrong ?? words.differentPasswords, 'error')]);
  }
}
