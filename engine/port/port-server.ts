// Serves an engine to a window, which may access only its own account.
import { type Result, refuse } from '../../protocol/errors.ts';
import { type EngineApi, eventNames, type MethodName, methods, type ParametersOf } from '../api/api.ts';
import type { Logger } from '../ports.ts';
import { type PortReply, type PortRequest, portRequest } from './port-protocol.ts';

/** The part of Electron's MessagePortMain that is used. */
export interface ServerPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
}

/** Answers the port's requests and passes the engine's events on, until the returned function is called. */
export function serveEngine(
  engine: Pick<EngineApi, 'call' | 'on'>,
  port: ServerPort,
  logger: Logger,
): () => void {
  let serving = true;

  function reply(message: PortReply): void {
    if (serving) port.postMessage(message);
  }

  const stops = eventNames.map((event) =>
    engine.on(event, (payload) => reply({ kind: 'event', event, payload })),
  );
  port.on('message', ({ data }) => {
    const request = portRequest.safeParse(data);
    if (!serving || !request.success) {
      logger.warn({ serving }, 'a message from the window was not understood');
      return;
    }
    answer(engine, request.data, logger)
      .then((result) => reply({ kind: 'answer', id: request.data.id, result }))
      .catch((error: unknown) => logger.error({ error }, 'an answer to the window was lost'));
  });
  return () => {
    serving = false;
    for (const stop of stops) stop();
  };
}

async function answer(
  engine: Pick<EngineApi, 'call'>,
  { method, parameters }: PortRequest,
  logger: Logger,
): Promise<Result<unknown>> {
  const parsed = methods[method].safeParse(parameters);
  if (!parsed.success) return refuse('bad-request', { detail: parsed.error.issues[0]?.message ?? method });
  try {
    // The compiler can't follow that the schema of a method yields that method's parameters.
    return await engine.call(method, parsed.data as ParametersOf<MethodName>);
  } catch (error) {
    logger.error({ error, method }, 'a method failed');
    return refuse('internal');
  }
}
