import { countdownText, type Refusal } from '../../protocol/errors.ts';
import type { Catalogue } from '../../text/languages.ts';
import { refusalSentence } from '../../text/sentence.ts';
import { endOf } from './waiting.ts';

/** The sentence under a sign-in. `waiting` is in milliseconds; a lock that is over needs no words. */
export function credentialsProblem(
  text: Catalogue,
  refusal: Refusal | undefined,
  waiting: number,
): string | undefined {
  if (!refusal) return;
  switch (refusal.code) {
    case 'wrong-credentials': {
      const left = refusal.facts?.triesLeft;
      return typeof left === 'number' ? text.account.tries(left) : refusalSentence(text, refusal);
    }
    case 'account-locked':
    case 'rate-limited': {
      const remaining = countdownText(waiting);
      if (endOf(refusal) === undefined || remaining === undefined) return refusalSentence(text, refusal);
      const sentence = refusal.code === 'rate-limited' ? text.account.limited : text.account.locked;
      return waiting > 0 ? sentence(remaining) : undefined;
    }
    case 'server-unreachable':
      return text.account.unreachable;
    default:
      return refusalSentence(text, refusal);
  }
}
