import { requireReady, state } from '../state.ts';
import { Strict } from '../strict.ts';
import { addScheme } from './scheme-urls.ts';

type ProtocolHandler = (request: Request) => Response | Promise<Response>;

export class Protocol extends Strict {
  readonly #handlers = new Map<string, ProtocolHandler>();

  registerSchemesAsPrivileged(schemes: readonly { readonly scheme: string }[]): void {
    if (state.isReady) {
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    }
    for (const { scheme } of schemes) addScheme(scheme);
  }

  handle(scheme: string, handler: ProtocolHandler): void {
    requireReady('protocol.handle cannot be called');
    this.#handlers.set(scheme, handler);
    addScheme(scheme);
  }

  unhandle(scheme: string): void {
    this.#handlers.delete(scheme);
  }

  isProtocolHandled(scheme: string): boolean {
    return this.#handlers.has(scheme);
  }

  /** The handler that answers this address, if the app registered one. */
  static handlerOf(protocol: Protocol, url: string): ProtocolHandler | undefined {
    return protocol.#handlers.get(new URL(url).protocol.slice(0, -1));
  }
}

export const protocol = new Protocol();
