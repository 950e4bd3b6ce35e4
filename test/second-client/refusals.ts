/** What a server answers, or what a client finds itself: a code of section 8 and its facts. */
export class Refused extends Error {
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(code: string, facts: Readonly<Record<string, unknown>> = {}) {
    super(`${code} ${JSON.stringify(facts)}`);
    this.code = code;
    this.facts = facts;
  }
}

export function verified(holds: unknown, detail: string): asserts holds {
  if (!holds) throw new Refused('verification-failed', { detail });
}
