// What a JSON-RPC request may ask for: the engine's methods, one to one.
import type { z } from 'zod';
import { type EngineApi, type MethodName, methods, type ParametersOf } from '../../engine/api/api.ts';
import type { EngineOptions } from '../../engine/engine.ts';
import { refuse, sentenceFor } from '../../protocol/errors.ts';
import { failure, type Handle, type Outcome, refusal } from './json-rpc.ts';

/** Answers requests with the engine. `invite`, the server link that carries one, is used where a registration brings none. */
export function engineHandle(engine: EngineApi, logger: EngineOptions['logger'], invite?: string): Handle {
  return async (method, given) => {
    if (!isMethod(method)) return failure('methodNotFound', 'There is no such method.');
    const parsed = methods[method].safeParse(withInvite(method, given, invite));
    if (!parsed.success) return badParameters(parsed.error);
    try {
      // The schema of this very method has parsed them; the union over all methods can't say so.
      const result = await engine.call(method, parsed.data as ParametersOf<typeof method>);
      return result.ok ? { result: result.value } : refusal(result);
    } catch (error) {
      logger.error({ error, method }, 'a request failed');
      return refusal(refuse('internal'));
    }
  };
}

function isMethod(method: string): method is MethodName {
  return Object.hasOwn(methods, method);
}

function withInvite(method: MethodName, given: unknown, invite: string | undefined): unknown {
  return method === 'register' && invite !== undefined && isObject(given) ? { invite, ...given } : given;
}

function isObject(given: unknown): given is object {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}

function badParameters(error: z.ZodError): Outcome {
  const [issue] = error.issues;
  const place = issue?.path.join('.');
  const detail = place ? `${place}: ${issue?.message}` : (issue?.message ?? 'unknown');
  return failure('invalidParams', sentenceFor('bad-request', { detail }), { code: 'bad-request', detail });
}
