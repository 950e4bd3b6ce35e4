import type { ToldCode } from '../engine/api/api.ts';

/** A sentence for each refusal and whatever else the engine tells; `{name}` stands for a fact. */
export type RefusalSentences = Readonly<Record<ToldCode, string>>;
