import type { ErrorCode } from '../../protocol/errors.ts';

/** A sentence for each refusal; `{name}` stands for a fact. */
export type RefusalSentences = Readonly<Record<ErrorCode, string>>;
