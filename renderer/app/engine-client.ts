// The window's end of the engine's port. The engine may be restarted: a new port takes the old one's place,
// and requests without an answer are refused.
import {
  type EngineEvents,
  type EventName,
  eventNames,
  type MethodName,
  type ResultOf,
} from '../../engine/api/api.ts';
import { type PortRequest, portReply } from '../../engine/port/port-protocol.ts';
import { type Result, refuse } from '../../protocol/errors.ts';
import type { RestartableEngine } from '../../view-models/restartable-engine.ts';

export interface AttachableClient extends RestartableEngine {
  attach(port: MessagePort): void;
}

type Settle = (result: Result<unknown>) => void;
type Listeners = { [Name in EventName]: Set<(payload: EngineEvents[Name]) => void> };

export function createEngineClient(): AttachableClient {
  const pending = new Map<number, Settle>();
  const attached = new Set<() => void>();
  const listeners = Object.fromEntries(eventNames.map((name) => [name, new Set()])) as Listeners;
  let port: MessagePort | undefined;
  let lastId = 0;

  function receive(data: unknown): void {
    const reply = portReply.parse(data);
    switch (reply.kind) {
      case 'answer':
        pending.get(reply.id)?.(reply.result);
        pending.delete(reply.id);
        return;
      case 'event':
        emit(reply.event, reply.payload as EngineEvents[EventName]); // The engine is of this build.
        return;
      case 'closing':
        detach();
        return;
      default:
        reply satisfies never;
    }
  }

  function detach(): void {
    port?.close();
    port = undefined;
    for (const settle of pending.values()) settle(refuse('engine-restarted'));
    pending.clear();
  }

  function emit<Name extends EventName>(event: Name, payload: EngineEvents[Name]): void {
    for (const listener of listeners[event]) listener(payload);
  }

  function request(message: PortRequest): Promise<Result<unknown>> {
    if (!port) return Promise.resolve(refuse('engine-restarted'));
    const { promise, resolve } = Promise.withResolvers<Result<unknown>>();
    pending.set(message.id, resolve);
    port.postMessage(message);
    return promise;
  }

  return {
    async call<Name extends MethodName>(method: Name, parameters: unknown) {
      lastId += 1;
      const answer = await request({ id: lastId, method, parameters });
      return answer as Result<ResultOf<Name>>; // The engine is of this build.
    },
    on(event, listener) {
      listeners[event].add(listener);
      return () => listeners[event].delete(listener);
    },
    attach(next) {
      detach();
      port = next;
      port.onmessage = ({ data }) => receive(data);
      for (const listener of attached) listener();
    },
    onAttached(listener) {
      attached.add(listener);
      return () => attached.delete(listener);
    },
  };
}
