import type { EngineEvents, EventName } from '../../engine/api/api.ts';
import { beforeDeadline, type ParleyProcess } from './rpc-process.ts';

export interface Notification {
  readonly method: string;
  readonly params: unknown;
}

/** The notifications that no story has asked for yet. */
export class Inbox {
  readonly #process: ParleyProcess;
  readonly #waiting: Notification[] = [];
  readonly #takers = new Set<() => void>();

  constructor(process: ParleyProcess) {
    this.#process = process;
  }

  add(notification: Notification): void {
    this.#waiting.push(notification);
    for (const take of this.#takers) take();
  }

  /** Takes the first one that fits, already here or still to come. */
  take<Name extends EventName>(
    name: Name,
    fits: (payload: EngineEvents[Name]) => boolean = () => true,
  ): Promise<EngineEvents[Name]> {
    const { promise, resolve } = Promise.withResolvers<EngineEvents[Name]>();
    const take = () => {
      const index = this.#waiting.findIndex((each) => each.method === name && fits(payloadOf(each)));
      if (index < 0) return;
      this.#takers.delete(take);
      for (const found of this.#waiting.splice(index, 1)) resolve(payloadOf<Name>(found));
    };
    this.#takers.add(take);
    take();
    const inbox = () => JSON.stringify(this.#waiting);
    return beforeDeadline(
      this.#process,
      promise,
      () => `a fitting notification “${name}” came; it had ${inbox()}`,
    );
  }
}

/** docs/rpc.md gives each notification's name its type; a story that finds it otherwise fails. */
function payloadOf<Name extends EventName>({ params }: Notification): EngineEvents[Name] {
  return params as EngineEvents[Name];
}
