// An engine that answers what a test says, and refuses the rest.
import type { MethodName, ResultOf } from '../../engine/api.ts';
import { type Result, refuse } from '../../protocol/errors.ts';
import type { AttachableClient } from '../../renderer/engine-client.ts';

type Answers = { readonly [Name in MethodName]?: () => Promise<Result<ResultOf<Name>>> };

export function createScriptedEngine(answers: Answers): AttachableClient {
  return {
    async call<Name extends MethodName>(method: Name): Promise<Result<ResultOf<Name>>> {
      const answer: (() => Promise<Result<ResultOf<Name>>>) | undefined = answers[method];
      return answer ? answer() : refuse('server-unreachable');
    },
    on: () => () => undefined,
    attach: () => undefined,
    onAttached(listener) {
      listener();
      return () => undefined;
    },
  };
}
