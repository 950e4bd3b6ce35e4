// An engine that answers what a test says, and refuses the rest.
import type { MethodName, ResultOf } from '../../engine/api/api.ts';
import { createEvents } from '../../engine/api/event-emitter.ts';
import { type Result, refuse } from '../../protocol/errors.ts';
import type { RestartableEngine } from '../../view-models/restartable-engine.ts';

type Answers = { readonly [Name in MethodName]?: () => Promise<Result<ResultOf<Name>>> };

/** `events` emits what the engine reports. */
export function createScriptedEngine(answers: Answers, events = createEvents()): RestartableEngine {
  return {
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
