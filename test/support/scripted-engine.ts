// An engine that answers what a test says, and refuses the rest.

import type { MethodName, ResultOf } from '../../engine/api/api.ts';
import { createEvents, type Events } from '../../engine/api/event-emitter.ts';
import { type Result, refuse } from '../../protocol/errors.ts';
import type { RestartableEngine } from '../../view-models/restartable-engine.ts';

type Answers = { readonly [Name in MethodName]?: () => Promise<Result<ResultOf<Name>>> };

/** `emit` is what the engine would do by itself. */
export function createScriptedEngine(answers: Answers): RestartableEngine & Pick<Events, 'emit'> {
  const events = createEvents();
  return {
    emit: events.emit,
    async call<Name extends MethodName>(method: Name): Promise<Result<ResultOf<Name>>> {
      const answer: (() => Promise<Result<ResultOf<Name>>>) | undefined = answers[method];
      return answer ? answer() : refuse('server-unreachable');
    },
    on: events.on,
    onAttached(listener) {
      listener();
      return () => undefined;
    },
  };
}
