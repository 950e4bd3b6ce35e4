import { z } from 'zod';
import type { Message, Told } from '../../engine/api.ts';
import type { ErrorFacts } from '../../protocol/errors.ts';
import type { Catalogue } from './english.ts';
import { formatTime } from './times.ts';

/** What a person is told about whatever has a code, with its times in their own clock. */
export function refusalSentence(text: Catalogue, { code, facts = {} }: Told): string {
  return text.refusals[code].replace(/\{(\w+)\}/g, (_, name: string) => factText(text, facts, name));
}

/** Why a message failed or can't be read. One that failed before there were codes has its sentence only. */
export function messageReason(text: Catalogue, { code, facts, reason }: Message): string | undefined {
  return code ? refusalSentence(text, { code, facts }) : reason;
}

function factText(text: Catalogue, facts: ErrorFacts, name: string): string {
  const fact = facts[name];
  if (fact === undefined) return text.unknownFact;
  if (typeof fact === 'number') return new Intl.NumberFormat(text.language).format(fact);
  if (name !== 'retryAt') return fact;
  const time = z.iso.datetime().safeParse(fact);
  return time.success ? formatTime(time.data, text.language) : text.unknownFact;
}
