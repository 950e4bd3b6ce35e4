// Up to a session: sign in, sign up, or take an account back with its recovery key. What fails leads back to that choice.
import { parseEntryLine } from '../../../view-models/commands/old-spellings.ts';
import type { Entering } from '../chat-context.ts';
import { line } from '../screen/line.ts';
import { ask, EndOfInput } from './questions.ts';
import { recover, signIn } from './sign-in.ts';
import { signUp } from './sign-up.ts';

/** Returns whether there is a session: not where the user has given up. */
export async function enter(entering: Entering): Promise<boolean> {
  const { screen, words } = entering;
  screen.print([line(words.entry)]);
  try {
    for (;;) {
      const chosen = parseEntryLine(await ask(entering, words.entryPrompt));
      if (chosen === 'quit') return false;
      if (chosen === undefined) screen.print([line(`${words.notThere} ${words.entry}`)]);
      else if (await ways[chosen](entering)) return true;
    }
  } catch (error) {
    if (error instanceof EndOfInput) return false;
    throw error;
  }
}

/** Each returns whether it has led to a session. */
const ways = { login: signIn, signup: signUp, recover };
