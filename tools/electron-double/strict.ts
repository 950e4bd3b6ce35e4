// Whatever the double does not model throws when it is read: an app can't rely on it unnoticed.
import { EventEmitter } from 'node:events';

// Read on any object by `await`, JSON, Playwright, consoles and test runners; absent in Electron as well.
const probes = ['then', 'toJSON', 'inspect', 'nodeType', 'tagName', '$$typeof', 'asymmetricMatch', 'domain'];

function nameOf(receiver: unknown): string {
  if (typeof receiver === 'function') return receiver.name;
  return receiver instanceof Object ? receiver.constructor.name : 'electron';
}

function guard<T extends object>(parent: T, name?: string): T {
  return new Proxy(parent, {
    get(target, key, receiver) {
      if (typeof key === 'symbol' || key in target || probes.includes(key)) {
        return Reflect.get(target, key, receiver);
      }
      throw new Error(`electron double: ${name ?? nameOf(receiver)}.${key} is not modelled`);
    },
  });
}

/** Gives a plain object that stands for an Electron module, such as `shell`, the guard. Returns the object. */
export function strict<T extends object>(name: string, module: T): T {
  return Object.setPrototypeOf(module, guard({}, name));
}

/** Base of every modelled class that emits no events. */
export class Strict {}
Object.setPrototypeOf(Strict.prototype, guard({}));
Object.setPrototypeOf(Strict, guard(Function.prototype));

/** Base of every modelled class that emits events. The guard stands behind EventEmitter's own members. */
export class StrictEmitter extends EventEmitter {}
Object.setPrototypeOf(
  StrictEmitter.prototype,
  Object.create(guard({}), Object.getOwnPropertyDescriptors(EventEmitter.prototype)),
);
Object.setPrototypeOf(StrictEmitter, guard(EventEmitter));
