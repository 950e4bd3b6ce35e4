import { type ErrorFacts, errors, withFacts } from '../../protocol/errors.ts';
import type { Damage } from '../database/database.ts';
import {
  type EngineEvents,
  faults,
  type NoticeCode,
  notices,
  type Reason,
  type ReasonCode,
  remarks,
} from './api.ts';

const sentences: Readonly<Record<ReasonCode, string>> = { ...errors, ...notices, ...faults, ...remarks };

export function isReasonCode(value: unknown): value is ReasonCode {
  return typeof value === 'string' && Object.hasOwn(sentences, value);
}

export function noticeOf(code: NoticeCode, facts?: ErrorFacts): EngineEvents['notice'] {
  return { code, facts, text: withFacts(sentences[code], facts) };
}

/** Its sentence beside its code and facts. */
export function reasonOf<Code extends ReasonCode>({ code, facts }: Reason<Code>) {
  return { code, facts, reason: withFacts(sentences[code], facts) };
}

/** What a person reads about a database that was damaged. */
export function noticesOfDamage({ keptAs, lost }: Damage): readonly EngineEvents['notice'][] {
  const damaged = noticeOf(lost ? 'storage-damaged' : 'storage-unreadable', { file: keptAs });
  const arePinsLost = !lost || lost.includes('contacts');
  return arePinsLost ? [damaged, noticeOf('pins-lost')] : [damaged];
}
