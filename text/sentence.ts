import type { Message, Reason } from '../engine/api/api.ts';
import { countdownText, type ErrorFacts, isDurationFact } from '../protocol/errors.ts';
import type { Catalogue } from './languages.ts';

/** The sentence for a code, with its facts as the language writes them. */
export function refusalSentence(text: Catalogue, { code, facts = {} }: Reason): string {
  return text.errors[code].replace(/\{(\w+)\}/g, (_, name: string) => factText(text, facts, name));
}

/** Why a message failed or can't be read. One that failed before there were codes has its sentence only. */
export function messageReason(text: Catalogue, { code, facts, reason }: Message): string | undefined {
  return code ? refusalSentence(text, { code, facts }) : reason;
}

/** An ISO 8601 time. */
function momentText({ language, unknownFact }: Catalogue, fact: unknown): string {
  const moment = new Date(String(fact));
  if (Number.isNaN(moment.getTime())) return unknownFact;
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' }).format(moment);
}

function factText(text: Catalogue, facts: ErrorFacts, name: string): string {
  const fact = facts[name];
  if (isDurationFact(name)) return countdownText(fact) ?? text.unknownFact;
  if (name.endsWith('At')) return momentText(text, fact);
  if (fact === undefined) return text.unknownFact;
  if (typeof fact === 'number') return new Intl.NumberFormat(text.language).format(fact);
  return fact;
}
