// Where a page is, and when it has loaded: Chromium's page events, emitted as webContents emits them.
import type { CdpEvent } from '../chromium/connection.ts';
import { createEvent } from '../electron-event.ts';
import type { PageSession } from './page-session.ts';
import { fromPageUrl, toPageUrl } from './scheme-urls.ts';

type Emit = (name: string, ...args: readonly unknown[]) => void;

const failed = -2;

export class PageLoad {
  readonly #page: PageSession;
  readonly #emit: Emit;
  #loads: PromiseWithResolvers<void>[] = [];
  #isAbandoned = false;
  url = '';

  constructor(page: PageSession, emit: Emit) {
    this.#page = page;
    this.#emit = emit;
  }

  get isLoading(): boolean {
    return this.#loads.length > 0;
  }

  /** Navigates and waits until the page has loaded. Rejects with Chromium's error code. */
  async load(url: string): Promise<void> {
    const load = Promise.withResolvers<void>();
    this.#loads.push(load);
    this.#navigate(url);
    await load.promise;
  }

  /** The page went away: rejects a load that waits. */
  abandon(): void {
    this.#isAbandoned = true;
    this.#fail(this.url, 'ERR_ABORTED');
  }

  handleEvent({ method, params }: CdpEvent): void {
    if (method === 'Page.frameNavigated' && !params.frame.parentId) this.#navigated(params.frame);
    if (method === 'Page.navigatedWithinDocument' && params.frameId === this.#page.mainFrameId) {
      this.url = fromPageUrl(params.url);
      this.#emit('did-navigate-in-page', createEvent(), this.url, true, 1, 1);
    }
    if (this.url === '' || this.url === 'about:blank') return;
    if (method === 'Page.domContentEventFired') this.#emit('dom-ready', createEvent());
    if (method === 'Page.loadEventFired') this.#finish();
  }

  async #navigate(url: string): Promise<void> {
    if (this.#isAbandoned) return this.abandon();
    try {
      const { errorText } = await this.#page.send('Page.navigate', { url: toPageUrl(url) });
      if (errorText) this.#fail(url, errorText);
    } catch (error) {
      this.#fail(url, String(error));
    }
  }

  #navigated(frame: CdpEvent['params']): void {
    this.#page.mainFrameId = frame.id;
    this.url = fromPageUrl(frame.url);
    if (this.url !== 'about:blank') this.#emit('did-navigate', createEvent(), this.url, 200, 'OK');
  }

  #finish(): void {
    this.#emit('did-finish-load', createEvent());
    this.#emit('did-stop-loading', createEvent());
    for (const { resolve } of this.#loads.splice(0)) resolve();
  }

  #fail(url: string, code: string): void {
    if (!this.isLoading) return;
    this.#emit('did-fail-load', createEvent(), failed, code, url, true, 1, 1);
    const error = Object.assign(new Error(`${code} (${failed}) loading '${url}'`), { code, url });
    for (const { reject } of this.#loads.splice(0)) reject(error);
  }
}
