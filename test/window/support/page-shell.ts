/// <reference lib="dom" />
// Runs inside the page before anything else: what the preload does in the app. Calls and engine messages
// cross to the test through two bindings.

import type { Environment, ShellKinds } from '../../../shell/shell.ts';

export interface PageBindings {
  shellCall(name: string, args: readonly unknown[]): Promise<unknown>;
  toEngine(message: unknown): Promise<void>;
  /** Set by the page: what the test calls. */
  fromEngine(messages: readonly unknown[]): void;
  shellEvent(name: string, payload: unknown): void;
  openPort(): void;
  violations: string[];
}

export function installShell({ environment, kinds }: { environment: Environment; kinds: ShellKinds }): void {
  const page = globalThis as unknown as PageBindings; // The bindings are made by the test's side.
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  let port: MessagePort | undefined;

  page.violations = [];
  document.addEventListener('securitypolicyviolation', (event) => {
    page.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
  });
  page.openPort = () => {
    const { port1, port2 } = new MessageChannel();
    port?.close();
    port = port2;
    port.onmessage = ({ data }) => page.toEngine(data);
    window.postMessage({ kind: 'parley-engine-port' }, '*', [port1]);
  };
  page.fromEngine = (messages) => {
    for (const message of messages) port?.postMessage(message);
  };
  page.shellEvent = (name, payload) => {
    for (const listener of listeners.get(name) ?? []) listener(payload);
  };

  function call(name: string) {
    return (...args: unknown[]) => page.shellCall(name, args);
  }

  function listen(name: string) {
    return (listener: (payload: unknown) => void) => {
      const subscribed = listeners.get(name) ?? new Set();
      listeners.set(name, subscribed.add(listener));
      return () => subscribed.delete(listener);
    };
  }

  const functions = Object.entries(kinds).map(([name, kind]) => [
    name,
    kind === 'event' ? listen(name) : call(name),
  ]);
  Object.defineProperty(window, 'parley', { value: { ...environment, ...Object.fromEntries(functions) } });
}
