// The wire between an engine and a window: requests one way, answers and events the other. Both ends parse
// the envelope; parameters are parsed by the engine's side, which alone is asked to do something.
import { z } from 'zod';
import { type ErrorCode, errorFacts, isErrorCode } from '../../protocol/errors.ts';
import { eventNames, type MethodName, methods } from '../api/api.ts';

const id = z.int().nonnegative();

function isMethodName(value: unknown): value is MethodName {
  return typeof value === 'string' && Object.hasOwn(methods, value);
}

export const portRequest = z.strictObject({
  id,
  method: z.custom<MethodName>(isMethodName),
  parameters: z.unknown(),
});
export type PortRequest = z.infer<typeof portRequest>;

const result = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({
    ok: z.literal(false),
    code: z.custom<ErrorCode>(isErrorCode),
    facts: errorFacts.optional(),
  }),
]);

export const portReply = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('answer'), id, result }),
  z.object({ kind: z.literal('event'), event: z.enum(eventNames), payload: z.unknown() }),
  /** The engine closes: once the window has closed the port, everything it asked for has arrived. */
  z.object({ kind: z.literal('closing') }),
]);
export type PortReply = z.infer<typeof portReply>;
