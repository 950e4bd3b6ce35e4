import { z } from 'zod';
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
  if (isMomentFact(name)) return momentText(text, fact);
  if (fact === undefined) return text.unknownFact;
  if (typeof fact === 'number') return new Intl.NumberFormat(text.locale).format(fact);
  return fact;
}

/** `Date` makes a moment of almost any text, so only ISO 8601 is one. */
function momentText(text: Catalogue, fact: unknown): string {
  const moment = z.iso.datetime().safeParse(fact);
  return moment.success ? formatDate(moment.data, text.locale) : text.unknownFact;
}
