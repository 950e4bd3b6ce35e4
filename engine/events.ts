import { EventEmitter } from 'node:events';
import type { EngineApi, EngineEvents, EventName } from './api.ts';

export interface Events extends Pick<EngineApi, 'on'> {
  emit<Name extends EventName>(event: Name, payload: EngineEvents[Name]): void;
}

export function createEvents(): Events {
  const emitter = new EventEmitter();
  return {
    emit(event, payload) {
      emitter.emit(event, payload);
    },
    on(event, listener) {
      emitter.on(event, listener);
      return () => emitter.off(event, listener);
    },
  };
}
