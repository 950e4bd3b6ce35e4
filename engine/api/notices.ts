import { type ErrorFacts, errors, withFacts } from '../../protocol/errors.ts';
import type { Damage } from '../database/database.ts';
import {
  type EngineEvents,
  faults,
  type NoticeCode,
  notices,
  remarks,
  type Told,
  type ToldCode,
} from './api.ts';

const sentences: Readonly<Record<ToldCode, string>> = { ...errors, ...notices, ...faults, ...remarks };

export function isToldCode(value: unknown): value is ToldCode {
  return typeof value === 'string' && Object.hasOwn(sentences, value);
}

export function noticeOf(code: NoticeCode, facts?: ErrorFacts): EngineEvents['notice'] {
  return { code, facts, text: withFacts(sentences[code], facts) };
}

/** Its sentence besides what is told. */
export function reasonOf<Code extends ToldCode>({ code, facts }: Told<Code>) {
  return { code, facts, reason: withFacts(sentences[code], facts) };
}

/** What a person is told of a database that was damaged. */
export function noticesOfDamage({ keptAs, lost }: Damage): readonly EngineEvents['notice'][] {
  const damaged = noticeOf(lost ? 'storage-damaged' : 'storage-unreadable', { file: keptAs });
  const arePinsLost = !lost || lost.includes('contacts');
  return arePinsLost ? [damaged, noticeOf('pins-lost')] : [damaged];
}
