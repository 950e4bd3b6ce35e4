import { App } from '../app/app.ts';
import { createEvent } from '../electron-event.ts';
import { requireReady, state, theApp, theConnection } from '../state.ts';
import { BaseWindow, type WindowOptions } from './base-window.ts';
import type { WebPreferences } from './preload-script.ts';
import { WebContents } from './web-contents.ts';

export interface BrowserWindowOptions extends WindowOptions {
  readonly webPreferences?: WebPreferences;
}

let lastId = 0;

export class BrowserWindow extends BaseWindow {
  readonly id = ++lastId;
  readonly webContents: WebContents;
  #isDestroyed = false;

  constructor(options: BrowserWindowOptions = {}) {
    requireReady('Cannot create BrowserWindow');
    super(options, theApp().name);
    this.webContents = new WebContents(this, options.webPreferences ?? {});
    state.windows.set(this.id, this);
    this.webContents.once('dom-ready', () => this.emit('ready-to-show'));
    theApp().emit('web-contents-created', createEvent(), this.webContents);
    theApp().emit('browser-window-created', createEvent(), this);
    if (options.show !== false) this.show();
  }

  static getAllWindows(): BrowserWindow[] {
    return [...state.windows.values()];
  }

  static getFocusedWindow(): BrowserWindow | null {
    return state.focusedWindow ?? null;
  }

  static fromId(id: number): BrowserWindow | null {
    return state.windows.get(id) ?? null;
  }

  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.webContents === contents) ?? null;
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  loadFile(...args: Parameters<WebContents['loadFile']>): Promise<void> {
    return this.webContents.loadFile(...args);
  }

  reload(): void {
    this.webContents.reload();
  }

  capturePage() {
    return this.webContents.capturePage();
  }

  override focus(): void {
    if (!this.isVisible() || this.isFocused()) return;
    state.focusedWindow?.blur();
    state.focusedWindow = this;
    this.#withTarget((targetId) => theConnection().send('Target.activateTarget', { targetId }));
    this.emit('focus', createEvent());
    theApp().emit('browser-window-focus', createEvent(), this);
  }

  override blur(): void {
    if (!this.isFocused()) return;
    state.focusedWindow = undefined;
    this.emit('blur', createEvent());
    theApp().emit('browser-window-blur', createEvent(), this);
  }

  override isFocused(): boolean {
    return state.focusedWindow === this;
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  /** Closes unless a listener prevents it, which also ends a quit that is under way. */
  close(): void {
    if (this.#isDestroyed) return;
    const event = createEvent();
    this.emit('close', event);
    if (event.defaultPrevented) state.isQuitting = false;
    else this.destroy();
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    this.blur();
    this.#isDestroyed = true;
    state.windows.delete(this.id);
    WebContents.destroy(this.webContents);
    this.emit('closed');
    App.windowGone(theApp());
  }

  protected override follow(): void {
    const windowState = this.shownState;
    const { x: left, y: top, width, height } = this.getBounds();
    this.#withTarget(async (targetId) => {
      const { windowId } = await theConnection().send('Browser.getWindowForTarget', { targetId });
      const setBounds = (bounds: object) =>
        theConnection().send('Browser.setWindowBounds', { windowId, bounds });
      // Chromium takes a place and a size for normal windows only.
      if (windowState === 'normal') await setBounds({ windowState });
      await setBounds(windowState === 'normal' ? { left, top, width, height } : { windowState });
    });
  }

  #withTarget(work: (targetId: string) => Promise<unknown>): void {
    const page = WebContents.pageOf(this.webContents);
    page.later(() => work(page.targetId));
  }
}
