// The page behind a WebContents: its DevTools session, and what listens to it.
import type { CdpEvent, CdpObject } from '../chromium/connection.ts';
import { state } from '../state.ts';
import { PageLoad } from './page-load.ts';
import { PageMessenger, type PageRequest } from './page-messenger.ts';
import { type PageOptions, PageSession } from './page-session.ts';
import { closeTarget } from './page-target.ts';
import { type Navigation, RequestGate } from './request-gate.ts';
import { toPageUrl } from './scheme-urls.ts';

/** What a page calls on its WebContents. */
export interface PageListener {
  readonly emit: (name: string, ...args: readonly unknown[]) => void;
  readonly onRequest: (request: PageRequest) => void;
  readonly mayNavigate: (navigation: Navigation) => boolean;
  readonly onCrash: () => void;
  readonly onConsole: (details: CdpObject) => void;
}

export class Page {
  readonly messenger: PageMessenger;
  readonly #session = new PageSession();
  readonly #load: PageLoad;
  readonly #gate: RequestGate;
  readonly #listener: PageListener;
  readonly #opened: Promise<void>;
  readonly #onDestroyed: (() => void)[] = [];
  isDestroyed = false;

  constructor(options: PageOptions, listener: PageListener) {
    this.#listener = listener;
    this.messenger = new PageMessenger(this.#session, listener.onRequest);
    this.#load = new PageLoad(this.#session, listener.emit);
    this.#gate = new RequestGate(this.#session, listener.mayNavigate);
    this.#opened = this.#session.open(options, (event) => this.#handleEvent(event));
  }

  /** Empty until the page has an address. */
  get url(): string {
    return this.#load.url;
  }

  get isLoading(): boolean {
    return this.#load.isLoading;
  }

  /** Chromium's name for the page; empty until it is open. */
  get targetId(): string {
    return this.#session.targetId;
  }

  /** Sends a DevTools command once the page is open. */
  async send(method: string, params: object = {}): Promise<CdpObject> {
    await this.#opened;
    return this.#session.send(method, params);
  }

  async load(url: string): Promise<void> {
    await this.#opened;
    this.#gate.expect(toPageUrl(url));
    await this.#load.load(url);
  }

  async reload(): Promise<void> {
    this.#gate.expect(toPageUrl(this.url));
    await this.send('Page.reload');
  }

  /** Does something with the page once it is open; a page that is gone meanwhile needs nothing any more. */
  async later(work: () => Promise<unknown>): Promise<void> {
    try {
      await this.#opened;
      await work();
    } catch (error) {
      if (!this.isDestroyed && !state.isQuitting) process.stderr.write(`electron double: ${error}\n`);
    }
  }

  /** Does something when the page ends. */
  onDestroyed(work: () => void): void {
    this.#onDestroyed.push(work);
  }

  async destroy(): Promise<void> {
    this.isDestroyed = true;
    for (const work of this.#onDestroyed) work();
    this.#load.abandon();
    await this.later(() => this.messenger.drain());
    this.messenger.endDocument();
    await this.later(async () => {
      this.#session.detach();
      closeTarget(this.targetId);
    });
  }

  #handleEvent(event: CdpEvent): void {
    this.messenger.handleEvent(event);
    this.#load.handleEvent(event);
    this.later(() => this.#gate.handleEvent(event));
    if (event.method === 'Runtime.consoleAPICalled') this.#listener.onConsole(event.params);
    if (event.method === 'Inspector.targetCrashed') {
      this.messenger.endDocument();
      this.#listener.onCrash();
    }
  }
}
