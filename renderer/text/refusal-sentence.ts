import type { NoticeCode } from '../../engine/api.ts';
import { type ErrorFacts, isErrorCode, type Refusal } from '../../protocol/errors.ts';
import type { Catalogue } from './english.ts';
import { formatTime } from './times.ts';

/** What a person is told about a refusal, with its times in their own clock. */
export function refusalSentence(text: Catalogue, { code, facts }: Omit<Refusal, 'ok'>): string {
  return withFacts(text, text.refusals[code], facts);
}

/** The same for what the engine tells unasked. */
export function noticeSentence(text: Catalogue, code: NoticeCode, facts?: ErrorFacts): string {
  return isErrorCode(code)
    ? refusalSentence(text, { code, facts })
    : withFacts(text, text.notices[code], facts);
}

function withFacts(text: Catalogue, sentence: string, facts: ErrorFacts = {}): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => factText(text, facts, name));
}

function factText(text: Catalogue, facts: ErrorFacts, name: string): string {
  const fact = facts[name];
  if (fact === undefined) return text.unknownFact;
  return name === 'retryAt' ? formatTime(String(fact), text.language) : String(fact);
}
