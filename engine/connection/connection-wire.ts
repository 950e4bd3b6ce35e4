// Parses everything that the socket receives.
import { z } from 'zod';
import { displayText } from '../../protocol/display-text.ts';
import { isErrorCode, type Refusal, type Result, refuse } from '../../protocol/errors.ts';
import {
  type PushName,
  type PushOf,
  pushes,
  type RequestName,
  type ResponseOf,
  requests,
} from '../../protocol/events.ts';
import { limits } from '../../protocol/limits.ts';
import type { Logger } from '../ports.ts';

const refusal = z
  .object({
    code: z.string(),
    facts: z.record(z.string(), z.union([displayText(limits.factCharacters), z.number()])).optional(),
  })
  .transform(({ code, facts }) => refuse(isErrorCode(code) ? code : 'internal', facts));

const refused = z.object({ ok: z.literal(false) }).and(refusal);

const answered = (response: z.ZodType) => z.object({ ok: z.literal(true), value: response });

/** An answer of another shape than the table's is the server's failure. */
export function parseAnswer<Name extends RequestName>(
  name: Name,
  raw: unknown,
  logger: Logger,
): Result<ResponseOf<Name>> {
  const refusedAnswer = refused.safeParse(raw);
  if (refusedAnswer.success) return refusedAnswer.data;
  const response = answered(requests[name].response).safeParse(raw);
  if (!response.success) {
    logger.warn({ request: name, problem: z.prettifyError(response.error) }, 'unreadable answer');
    return refuse('internal');
  }
  // The table pairs each name with the schema that has just parsed.
  return { ok: true, value: response.data.value as ResponseOf<Name> };
}

/** Undefined, and logged, when the payload doesn't fit its schema. */
export function parsePush<Name extends PushName>(
  name: Name,
  raw: unknown,
  logger: Logger,
): PushOf<Name> | undefined {
  const parsed = pushes[name].safeParse(raw);
  // The table pairs each name with the schema that has just parsed.
  if (parsed.success) return parsed.data as PushOf<Name>;
  logger.warn({ push: name, problem: z.prettifyError(parsed.error) }, 'unreadable push');
  return undefined;
}

/** Why the server turned a handshake away; Socket.IO carries it in the error's `data`. */
export function parseHandshakeRefusal(error: Error & { readonly data?: unknown }): Refusal {
  const parsed = refusal.safeParse(error.data);
  return parsed.success ? parsed.data : refuse(isErrorCode(error.message) ? error.message : 'internal');
}
