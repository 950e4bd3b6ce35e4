import type { Message, Reason } from '../engine/api/api.ts';
import { countdownText, type ErrorFacts, isDurationFact, isMomentFact } from '../protocol/errors.ts';
import type { Catalogue } from './languages.ts';
import { formatDate } from './times.ts';

/** The sentence for a code, with its facts as the language writes them. */
export function refusalSentence(text: Catalogue, { code, facts = {} }: Reason): string {
  return text.errors[code].replace(/\{(\w+)\}/g, (_, name: string) => factText(text, facts, name));
}

/** Why a message failed or can't be read. */
export function messageReason(text: Catalogue, { code, facts }: Message): string | undefined {
  return code && refusalSentence(text, { code, facts });
}

function factText(text: Catalogue, facts: ErrorFacts, name: string): string {
  const fact = facts[name];
  if (isDurationFact(name)) return countdownText(fact) ?? text.unknownFact;
  if (fact === undefined || (isMomentFact(name) && Number.isNaN(Date.parse(String(fact)))))
    return text.unknownFact;
  if (isMomentFact(name)) return formatDate(String(fact), text.language);
  if (typeof fact === 'number') return new Intl.NumberFormat(text.language).format(fact);
  return fact;
}
