import { Strict } from '../strict.ts';
import type { WebContents } from './web-contents.ts';

/** The main frame of a page; what ipcMain's handlers see as senderFrame. Frames below it run no preload. */
export class WebFrameMain extends Strict {
  readonly #contents: WebContents;
  readonly parent = null;
  readonly frames: WebFrameMain[] = [];
  readonly processId = 1;
  readonly routingId = 1;

  constructor(contents: WebContents) {
    super();
    this.#contents = contents;
  }

  get top(): WebFrameMain {
    return this;
  }

  get url(): string {
    return this.#contents.getURL();
  }

  /** Scheme and host; `file://` and `null` for pages without a host, as Electron reports them. */
  get origin(): string {
    if (!URL.canParse(this.url)) return 'null';
    const { protocol, host } = new URL(this.url);
    if (protocol === 'file:') return 'file://';
    return host ? `${protocol}//${host}` : 'null';
  }

  isDestroyed(): boolean {
    return this.#contents.isDestroyed();
  }

  send(channel: string, ...args: unknown[]): void {
    this.#contents.send(channel, ...args);
  }
}
