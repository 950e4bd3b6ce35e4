import type { Result } from '../../protocol/errors.ts';

/** The value of what must not be refused. */
export function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${result.code} ${JSON.stringify(result.facts ?? {})}`);
  return result.value;
}
