import type { LoadFileOptions } from 'electron';
import { encode } from '../clone/encode.ts';
import { nativeImage } from '../desktop/native-image.ts';
import { defaultSession } from '../desktop/session.ts';
import { createEvent } from '../electron-event.ts';
import { type MessagePortMain, release } from '../ports/message-port-main.ts';
import { record, theApp } from '../state.ts';
import { StrictEmitter } from '../strict.ts';
import type { BrowserWindow } from './browser-window.ts';
import { consoleEvent } from './console-event.ts';
import { fileUrl } from './file-url.ts';
import { Page } from './page.ts';
import type { PageRequest } from './page-messenger.ts';
import { answerPage } from './page-requests.ts';
import { followTheme } from './page-theme.ts';
import { applyZoom } from './page-zoom.ts';
import { preloadProcess, readPreload, refuseInsecure, type WebPreferences } from './preload-script.ts';
import type { Navigation } from './request-gate.ts';
import { fromPageUrl } from './scheme-urls.ts';
import { WebFrameMain } from './web-frame-main.ts';
import { openDetails, type WindowOpenHandler } from './window-open.ts';

let lastId = 0;

/** The page of one window, in a Chromium target of its own. */
export class WebContents extends StrictEmitter {
  readonly id = ++lastId;
  readonly session = defaultSession;
  readonly mainFrame = new WebFrameMain(this);
  readonly #window: BrowserWindow;
  readonly #page: Page;
  #openHandler: WindowOpenHandler | undefined;
  #title = '';
  #zoomFactor = 1;
  #isCrashed = false;
  #webRtcPolicy = 'default';

  constructor(window: BrowserWindow, preferences: WebPreferences) {
    super();
    this.#window = window;
    refuseInsecure(preferences);
    const { width, height } = window.getBounds();
    const preload = readPreload(preferences.preload);
    const options = { width, height, preload, process: preloadProcess(preferences) };
    this.#page = new Page(options, {
      emit: (name, ...args) => this.emit(name, ...args),
      onRequest: (request) => this.#onRequest(request),
      mayNavigate: (navigation) => this.#mayNavigate(navigation),
      onCrash: () => this.#onCrash(),
      onConsole: (details) => this.emit('console-message', consoleEvent(details)),
    });
    followTheme(this.#page);
  }

  loadURL(url: string): Promise<void> {
    return this.#page.load(url);
  }

  loadFile(path: string, options?: LoadFileOptions): Promise<void> {
    return this.loadURL(fileUrl(theApp().getAppPath(), path, options));
  }

  reload(): void {
    this.#isCrashed = false;
    this.#page.later(() => this.#page.reload());
  }

  send(channel: string, ...args: unknown[]): void {
    this.#page.messenger.send({ kind: 'message', channel, args: encode(args), ports: [] });
  }

  postMessage(channel: string, message: unknown, transfer: MessagePortMain[] = []): void {
    const args = encode([message]);
    this.#page.messenger.send({ kind: 'message', channel, args, ports: release(transfer) });
  }

  async executeJavaScript(expression: string): Promise<unknown> {
    const options = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await this.#page.send('Runtime.evaluate', options);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async capturePage() {
    const { data } = await this.#page.send('Page.captureScreenshot', { format: 'png' });
    return nativeImage.createFromBuffer(Buffer.from(data, 'base64'));
  }

  setWebRTCIPHandlingPolicy(policy: string): void {
    this.#webRtcPolicy = policy;
  }

  getWebRTCIPHandlingPolicy(): string {
    return this.#webRtcPolicy;
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#openHandler = handler;
  }

  setZoomFactor(factor: number): void {
    this.#zoomFactor = factor;
    this.#page.later(() => applyZoom(this.#page, factor, this.#window.getBounds()));
  }

  getZoomFactor(): number {
    return this.#zoomFactor;
  }

  setZoomLevel(level: number): void {
    this.setZoomFactor(1.2 ** level);
  }

  getZoomLevel(): number {
    return Math.log(this.#zoomFactor) / Math.log(1.2);
  }

  forcefullyCrashRenderer(): void {
    // Chromium can't answer for a page that it has just ended.
    const crashed = new Promise((resolve) => this.once('render-process-gone', resolve));
    this.#page.later(() => Promise.race([this.#page.send('Page.crash'), crashed]));
  }

  getURL(): string {
    return this.#page.url;
  }

  getTitle(): string {
    return this.#title;
  }

  isLoading(): boolean {
    return this.#page.isLoading;
  }

  isCrashed(): boolean {
    return this.#isCrashed;
  }

  isDestroyed(): boolean {
    return this.#page.isDestroyed;
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

  /** The page itself, for the rest of the double. */
  static pageOf(contents: WebContents): Page {
    return contents.#page;
  }

  /** Asks the app about a new window for this address; none is opened, whatever it answers. */
  static askToOpen(contents: WebContents, url: string): void {
    const { action } = contents.#openHandler?.(openDetails(fromPageUrl(url))) ?? { action: 'allow' };
    if (action === 'allow') process.stderr.write(`electron double: no window for ${url}: not modelled\n`);
  }

  /** Ends the page with its window. */
  static destroy(contents: WebContents): void {
    contents.#page.destroy();
    contents.emit('destroyed');
  }

  #onRequest(request: PageRequest): void {
    if (request.kind === 'title') this.#retitle(request.title);
    else if (request.kind === 'open') WebContents.askToOpen(this, request.url);
    else answerPage(this, this.#page.messenger, request);
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
    const details = { reason: 'crashed', exitCode: 5 };
    this.emit('render-process-gone', createEvent(), details);
    theApp().emit('render-process-gone', createEvent(), this, details);
  }

  #mayNavigate({ url, isMainFrame }: Navigation): boolean {
    const event = createEvent({ url, isMainFrame, isSameDocument: false, frame: this.mainFrame });
    this.emit('will-frame-navigate', event);
    if (isMainFrame && !event.defaultPrevented) this.emit('will-navigate', event, url, false, true, 1, 1);
    return !event.defaultPrevented;
  }
}
