// JSON-RPC 2.0 (https://www.jsonrpc.org/specification), messages only: bytes of a line in, text out.
import { z } from 'zod';
import { type Refusal, sentenceFor } from '../../protocol/errors.ts';

/** The codes of the specification's section 5.1; a refusal by the engine has its own code in `data.code`. */
export const rpcCodes = {
  parseError: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  refused: -32000,
} as const;

export interface RpcError {
  readonly code: number;
  readonly message: string;
  readonly data?: Readonly<Record<string, string | number>>;
}

export type Outcome = { readonly result: unknown } | { readonly error: RpcError };

/** Carries a request out; never rejects. */
export type Handle = (method: string, parameters: unknown) => Promise<Outcome>;

/** A larger number would come back with other digits, and its request be taken for another. */
const id = z.union([
  z.string(),
  z.number().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER),
  z.null(),
]);
type Id = z.output<typeof id>;

const request = z.object({
  jsonrpc: z.literal('2.0'),
  method: z.string(),
  params: z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]).optional(),
  id: id.optional(),
});

/** Answers one request or batch; undefined when there is nothing to say, as for notifications. */
export async function answer(line: Uint8Array, handle: Handle): Promise<string | undefined> {
  const message = parseJson(line);
  if (message === undefined) return response(null, failure('parseError', 'This line is not JSON.'));
  if (!Array.isArray(message)) return answerOne(message, handle);
  if (message.length === 0) return response(null, failure('invalidRequest', 'This batch is empty.'));
  const answers = await Promise.all(message.map((each) => answerOne(each, handle)));
  const sent = answers.filter((each) => each !== undefined);
  return sent.length > 0 ? `[${sent.join(',')}]` : undefined;
}

async function answerOne(message: unknown, handle: Handle): Promise<string | undefined> {
  const parsed = request.safeParse(message);
  if (!parsed.success) {
    const known = z.object({ id }).safeParse(message);
    const sentence = 'This is not a JSON-RPC 2.0 request.';
    return response(known.success ? known.data.id : null, failure('invalidRequest', sentence));
  }
  const outcome = await handle(parsed.data.method, parsed.data.params);
  return parsed.data.id === undefined ? undefined : response(parsed.data.id, outcome);
}

export function failure(code: keyof typeof rpcCodes, message: string, data?: RpcError['data']): Outcome {
  return { error: { code: rpcCodes[code], message, ...(data && { data }) } };
}

/** What the engine or the line limit refuses, with its code and facts as `data`. */
export function refusal({ code, facts }: Refusal): Outcome {
  return failure('refused', sentenceFor(code, facts), { ...facts, code });
}

export function response(to: Id, outcome: Outcome): string {
  return oneLine({ jsonrpc: '2.0', id: to, ...outcome });
}

export function notification(method: string, params: unknown): string {
  return oneLine({ jsonrpc: '2.0', method, params });
}

/** What JSON may hold as it is, but node:readline or Python’s splitlines() take for the end of a line. */
const lineSeparators = /[\u0085\u2028\u2029]/g;

function oneLine(message: object): string {
  return JSON.stringify(message).replace(
    lineSeparators,
    (separator) => `\\u${separator.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** JSON has no undefined: that is the answer for text that is not JSON. */
function parseJson(line: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}
