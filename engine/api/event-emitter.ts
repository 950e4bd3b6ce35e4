import { EventEmitter } from 'node:events';
import type { EngineApi, EngineEvents, EventName } from './api.ts';

export interface Events extends Pick<EngineApi, 'on'> {
  emit<Name extends EventName>(event: Name, payload: EngineEvents[Name]): void;
}

export function createEvents(): Events {
  const emitter = new EventEmitter();
  /** A notice waits until a user interface has subscribed. */
  const waiting: EngineEvents['notice'][] = [];
  return {
    emit(event, payload) {
      const isHeard = emitter.emit(event, payload);
      // The compiler can't follow that the name of an event is that of its payload.
      if (event === 'notice' && !isHeard) waiting.push(payload as EngineEvents['notice']);
    },
    on(event, listener) {
      emitter.on(event, listener);
      if (event === 'notice') for (const notice of waiting.splice(0)) emitter.emit(event, notice);
      return () => emitter.off(event, listener);
    },
  };
}
