import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CdpEvent } from '../chromium/connection.ts';
import { encode } from '../clone/encode.ts';
import { nativeImage } from '../desktop/native-image.ts';
import { defaultSession } from '../desktop/session.ts';
import { createEvent } from '../electron-event.ts';
import { type MessagePortMain, release } from '../ports/message-port-main.ts';
import { record, state, theApp } from '../state.ts';
import { StrictEmitter } from '../strict.ts';
import type { BrowserWindow } from './browser-window.ts';
import { PageLoad } from './page-load.ts';
import { PageMessenger, type PageRequest } from './page-messenger.ts';
import { answerPage } from './page-requests.ts';
import { PageSession } from './page-session.ts';
import { closeTarget } from './page-target.ts';
import { PageZoom } from './page-zoom.ts';
import { preloadProcess, readPreload, refuseInsecure, type WebPreferences } from './preload-script.ts';
import { RequestGate } from './request-gate.ts';
import { toPageUrl } from './scheme-urls.ts';
import { WebFrameMain } from './web-frame-main.ts';

interface OpenDetails {
  readonly url: string;
  readonly frameName: string;
  readonly features: string;
  readonly disposition: 'foreground-tab';
  readonly referrer: { readonly url: string; readonly policy: 'default' };
}
type WindowOpenHandler = (details: OpenDetails) => { readonly action: 'allow' | 'deny' };

interface LoadFileOptions {
  readonly hash?: string;
  readonly query?: Readonly<Record<string, string>>;
}

let lastId = 0;

/** The page of one window, in a Chromium target of its own. */
export class WebContents extends StrictEmitter {
  readonly id = ++lastId;
  readonly session = defaultSession;
  readonly mainFrame = new WebFrameMain(this);
  readonly #window: BrowserWindow;
  readonly #page = new PageSession();
  readonly #load = new PageLoad(this.#page, (name, ...args) => this.emit(name, ...args));
  readonly #gate = new RequestGate(this.#page, (navigation) => this.#mayNavigate(navigation));
  readonly #messenger = new PageMessenger(this.#page, (request) => this.#onRequest(request));
  readonly #zoom = new PageZoom(this.#page);
  readonly #opened: Promise<void>;
  #openHandler: WindowOpenHandler | undefined;
  #title = '';
  #isCrashed = false;
  #isDestroyed = false;

  constructor(window: BrowserWindow, preferences: WebPreferences) {
    super();
    this.#window = window;
    refuseInsecure(preferences);
    const { width, height } = window.getBounds();
    const preload = readPreload(preferences.preload);
    const options = { width, height, preload, process: preloadProcess(preferences) };
    this.#opened = this.#page.open(options, (event) => this.#hear(event));
  }

  async loadURL(url: string): Promise<void> {
    await this.#opened;
    this.#gate.expect(toPageUrl(url));
    await this.#load.load(url);
  }

  loadFile(path: string, { hash, query = {} }: LoadFileOptions = {}): Promise<void> {
    const url = pathToFileURL(resolve(theApp().getAppPath(), path));
    if (hash !== undefined) url.hash = hash;
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return this.loadURL(url.href);
  }

  reload(): void {
    this.#later(async () => {
      this.#gate.expect(toPageUrl(this.getURL()));
      await this.#page.send('Page.reload');
      this.#isCrashed = false;
    });
  }

  send(channel: string, ...args: unknown[]): void {
    this.#messenger.send({ kind: 'message', channel, args: encode(args), ports: [] });
  }

  postMessage(channel: string, message: unknown, transfer: MessagePortMain[] = []): void {
    const args = encode([message]);
    this.#messenger.send({ kind: 'message', channel, args, ports: release(transfer) });
  }

  async executeJavaScript(expression: string): Promise<unknown> {
    await this.#opened;
    const options = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await this.#page.send('Runtime.evaluate', options);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async capturePage() {
    const { data } = await this.#page.send('Page.captureScreenshot', { format: 'png' });
    return nativeImage.createFromBuffer(Buffer.from(data, 'base64'));
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#openHandler = handler;
  }

  setZoomFactor(factor: number): void {
    this.#zoom.factor = factor;
    this.#later(() => this.#zoom.apply(this.#window.getBounds()));
  }

  getZoomFactor(): number {
    return this.#zoom.factor;
  }

  setZoomLevel(level: number): void {
    this.setZoomFactor(1.2 ** level);
  }

  getZoomLevel(): number {
    return Math.log(this.#zoom.factor) / Math.log(1.2);
  }

  forcefullyCrashRenderer(): void {
    // Chromium can't answer for a page that it has just ended.
    this.#later(() => Promise.race([this.#page.send('Page.crash'), this.#crashed()]));
  }

  #crashed(): Promise<unknown> {
    return new Promise((resolve) => this.once('render-process-gone', resolve));
  }

  getURL(): string {
    return this.#load.url;
  }

  getTitle(): string {
    return this.#title;
  }

  isLoading(): boolean {
    return this.#load.isLoading;
  }

  isCrashed(): boolean {
    return this.#isCrashed;
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  focus(): void {
    this.#window.focus();
  }

  isFocused(): boolean {
    return this.#window.isFocused();
  }

  close(): void {
    this.#window.close();
  }

  openDevTools(): void {
    record('webContents.openDevTools');
  }

  isDevToolsOpened(): boolean {
    return false;
  }

  /** Chromium's name for the page; empty until it is open. */
  static targetIdOf(contents: WebContents): string {
    return contents.#page.targetId;
  }

  /** Resolves to the same, once there is one. */
  static async whenOpen(contents: WebContents): Promise<string> {
    await contents.#opened;
    return contents.#page.targetId;
  }

  /** Asks the app whether the page may open this address in a new window. */
  static mayOpen(contents: WebContents, url: string): boolean {
    const details = { url, frameName: '', features: '', disposition: 'foreground-tab' } as const;
    const answer = contents.#openHandler?.({ ...details, referrer: { url: '', policy: 'default' } });
    return answer?.action !== 'deny';
  }

  /** Ends the page with its window. */
  static destroy(contents: WebContents): void {
    contents.#isDestroyed = true;
    contents.#messenger.endDocument();
    contents.#load.abandon();
    contents.emit('destroyed');
    contents.#opened
      // A page that never opened has nothing to close.
      .catch(() => undefined)
      .then(() => {
        contents.#page.detach();
        closeTarget(contents.#page.targetId);
      });
  }

  #hear(event: CdpEvent): void {
    this.#messenger.hear(event);
    this.#load.hear(event);
    this.#later(() => this.#gate.hear(event));
    if (event.method === 'Inspector.targetCrashed') this.#onCrash();
    if (event.method === 'Runtime.consoleAPICalled') this.emit('console-message', consoleEvent(event.params));
  }

  #onRequest(request: PageRequest): void {
    if (request.kind === 'title') this.#retitle(request.title);
    else answerPage(this, this.#messenger, request);
  }

  #retitle(title: string): void {
    this.#title = title;
    const event = createEvent();
    this.emit('page-title-updated', event, title, true);
    this.#window.emit('page-title-updated', event, title, true);
    if (!event.defaultPrevented) this.#window.setTitle(title);
  }

  #onCrash(): void {
    this.#isCrashed = true;
    this.#messenger.endDocument();
    const details = { reason: 'crashed', exitCode: 5 };
    this.emit('render-process-gone', createEvent(), details);
    theApp().emit('render-process-gone', createEvent(), this, details);
  }

  #mayNavigate({ url, isMainFrame }: { readonly url: string; readonly isMainFrame: boolean }): boolean {
    const event = createEvent({ url, isMainFrame, isSameDocument: false, frame: this.mainFrame });
    this.emit('will-frame-navigate', event);
    if (isMainFrame && !event.defaultPrevented) this.emit('will-navigate', event, url, false, true, 1, 1);
    return !event.defaultPrevented;
  }

  /** Does something with the page once it is open; a page that is gone meanwhile needs nothing any more. */
  async #later(work: () => Promise<unknown>): Promise<void> {
    try {
      await this.#opened;
      await work();
    } catch (error) {
      if (!this.#isDestroyed && !state.isQuitting) process.stderr.write(`electron double: ${error}\n`);
    }
  }
}

function consoleEvent({ type, args, stackTrace }: CdpEvent['params']) {
  const words = args.map((arg: CdpEvent['params']) => arg.value ?? arg.description ?? '');
  const { lineNumber = 0, url = '' } = stackTrace?.callFrames[0] ?? {};
  return createEvent({ level: type, message: words.join(' '), lineNumber, sourceId: url });
}
