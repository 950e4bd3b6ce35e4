// Carries messages and ports between the main process and the preload's world of one page.
import { setTimeout } from 'node:timers/promises';
import type { CdpEvent } from '../chromium/connection.ts';
import type { FromPage, ToPage } from '../page/page-messages.ts';
import { Endpoint, endpointById } from '../ports/endpoint.ts';
import { type PageSession, preloadWorldName } from './page-session.ts';

export type PageRequest = Exclude<FromPage, { kind: 'port' | 'port-closed' }>;

/** A page that runs without end does not hold up its own end. */
const DRAIN_MILLISECONDS = 1_000;

export class PageMessenger {
  readonly #page: PageSession;
  readonly #onRequest: (request: PageRequest) => void;
  /** The ends that the page holds, under the id by which the page knows them. */
  readonly #held = new Map<number, Endpoint>();
  #contextId: number | undefined;

  constructor(page: PageSession, onRequest: (request: PageRequest) => void) {
    this.#page = page;
    this.#onRequest = onRequest;
  }

  /** Identifies the document that is loaded now: an answer to an earlier one must not reach the next. */
  get document(): number | undefined {
    return this.#contextId;
  }

  handleEvent({ method, params }: CdpEvent): void {
    switch (method) {
      case 'Runtime.executionContextCreated':
        if (this.#isPreloadWorld(params.context)) this.#startDocument(params.context.id);
        return;
      case 'Runtime.executionContextDestroyed':
        if (params.executionContextId === this.#contextId) this.endDocument();
        return;
      case 'Runtime.executionContextsCleared':
        this.endDocument();
        return;
      case 'Runtime.bindingCalled':
        if (params.name === this.#page.names.binding) {
          this.#receive(params.executionContextId, params.payload);
        }
    }
  }

  /** Sends to the page; without a document the message is lost, as in Electron. */
  send(message: ToPage): void {
    if (this.#contextId === undefined) return;
    const expression = `${this.#page.names.deliver}(${JSON.stringify(message)})`;
    this.#page
      .send('Runtime.evaluate', { expression, contextId: this.#contextId })
      .then(({ exceptionDetails }) => {
        if (exceptionDetails) warn('a listener in the page threw', exceptionDetails.exception?.description);
      })
      // The document or the page went away meanwhile, and the message with it.
      .catch(() => undefined);
    if ('ports' in message) for (const id of message.ports) this.#hold(id, endpointById(id));
  }

  /**
   * Resolves when what the page has posted so far has arrived: Electron's ports deliver it before they close. Messages
   * of all ports are tasks of one queue, and what they call arrives before the answer.
   */
  async drain(): Promise<void> {
    if (this.#contextId === undefined) return;
    const expression = `new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = resolve;
      port2.postMessage(0);
    })`;
    const parameters = { expression, contextId: this.#contextId, awaitPromise: true };
    const late = setTimeout(DRAIN_MILLISECONDS, undefined, { ref: false });
    await Promise.race([this.#page.send('Runtime.evaluate', parameters), late]);
  }

  /** The ports of the page close with its document. */
  endDocument(): void {
    this.#contextId = undefined;
    for (const endpoint of this.#held.values()) endpoint.close();
    this.#held.clear();
  }

  /** Makes a port that the page sent away available to main. Returns the id of the end to take. */
  adopt(pageId: number): number {
    const [pageEnd, otherEnd] = Endpoint.pair();
    this.#hold(pageId, pageEnd);
    return otherEnd.id;
  }

  #isPreloadWorld(context: CdpEvent['params']): boolean {
    return context.name === preloadWorldName && context.auxData?.frameId === this.#page.mainFrameId;
  }

  #startDocument(contextId: number): void {
    if (this.#contextId === contextId) return;
    this.endDocument();
    this.#contextId = contextId;
  }

  #receive(contextId: number, payload: string): void {
    // The preload runs, and calls, before Chromium announces its world.
    this.#contextId ??= contextId;
    if (contextId !== this.#contextId) return;
    // Written by preload-world.ts, which alone knows the binding's name.
    const message = JSON.parse(payload) as FromPage;
    if (message.kind === 'port') {
      const ports = message.ports.map((id) => this.adopt(id));
      this.#held.get(message.id)?.post({ message: message.message, ports });
    } else if (message.kind === 'port-closed') {
      this.#held.get(message.id)?.close();
      this.#held.delete(message.id);
    } else {
      this.#onRequest(message);
    }
  }

  #hold(id: number, endpoint: Endpoint): void {
    this.#held.set(id, endpoint);
    endpoint.sit({
      deliver: ({ message, ports }) => this.send({ kind: 'port', id, message, ports }),
      closed: () => {
        endpoint.close();
        if (this.#held.delete(id)) this.send({ kind: 'port-closed', id });
      },
    });
  }
}

function warn(...words: readonly unknown[]): void {
  process.stderr.write(`electron double: ${words.join(': ')}\n`);
}
