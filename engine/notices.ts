import { type ErrorFacts, errors, withFacts } from '../protocol/errors.ts';
import { type EngineEvents, type NoticeCode, notices } from './api.ts';

const sentences: Readonly<Record<NoticeCode, string>> = { ...errors, ...notices };

export function noticeOf(code: NoticeCode, facts?: ErrorFacts): EngineEvents['notice'] {
  return { code, facts, text: withFacts(sentences[code], facts) };
}
