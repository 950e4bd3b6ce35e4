// What a window is without a page. Chromium's headless windows report no state of their own, so it is kept
// here and Chromium follows it.
import { record } from '../state.ts';
import { PlacedWindow, type PlaceOptions } from './placed-window.ts';

export interface WindowOptions extends PlaceOptions {
  readonly title?: string;
  readonly show?: boolean;
  readonly resizable?: boolean;
  readonly alwaysOnTop?: boolean;
  readonly parent?: BaseWindow;
}

export type WindowState = 'normal' | 'minimized' | 'maximized' | 'fullscreen';

export abstract class BaseWindow extends PlacedWindow {
  #state: WindowState = 'normal';
  #beforeMinimize: WindowState = 'normal';
  #title: string;
  #isVisible = false;
  #isAlwaysOnTop: boolean;
  readonly #isResizable: boolean;
  readonly #parent: BaseWindow | null;

  constructor(options: WindowOptions, defaultTitle: string) {
    super(options);
    this.#title = options.title ?? defaultTitle;
    this.#isAlwaysOnTop = options.alwaysOnTop ?? false;
    this.#isResizable = options.resizable ?? true;
    this.#parent = options.parent ?? null;
  }

  abstract focus(): void;
  abstract blur(): void;
  abstract isFocused(): boolean;

  /** What Chromium's window should be: one that isn't shown is minimised, so that its page knows it is hidden. */
  protected get shownState(): WindowState {
    return this.#isVisible ? this.#state : 'minimized';
  }

  show(): void {
    this.showInactive();
    if (this.#state === 'minimized') this.restore();
    this.focus();
  }

  showInactive(): void {
    if (this.#isVisible) return;
    this.#isVisible = true;
    this.follow();
    this.emit('show');
  }

  hide(): void {
    if (!this.#isVisible) return;
    this.#isVisible = false;
    this.blur();
    this.follow();
    this.emit('hide');
  }

  minimize(): void {
    if (this.#state === 'minimized') return;
    this.#beforeMinimize = this.#state;
    this.blur();
    this.#become('minimized', 'minimize');
  }

  restore(): void {
    if (this.#state !== 'minimized') return;
    this.#become(this.#beforeMinimize, 'restore');
    this.focus();
  }

  maximize(): void {
    this.showInactive();
    this.#become('maximized', 'maximize');
  }

  unmaximize(): void {
    if (this.#state === 'maximized') this.#become('normal', 'unmaximize');
  }

  setFullScreen(isFullScreen: boolean): void {
    if (isFullScreen === this.isFullScreen()) return;
    if (isFullScreen) this.#become('fullscreen', 'enter-full-screen');
    else this.#become('normal', 'leave-full-screen');
  }

  #become(next: WindowState, event: string): void {
    this.#state = next;
    this.follow();
    this.emit(event);
  }

  isVisible(): boolean {
    return this.#isVisible;
  }

  isMinimized(): boolean {
    return this.#state === 'minimized';
  }

  isMaximized(): boolean {
    return this.#state === 'maximized';
  }

  isFullScreen(): boolean {
    return this.#state === 'fullscreen';
  }

  isResizable(): boolean {
    return this.#isResizable;
  }

  isAlwaysOnTop(): boolean {
    return this.#isAlwaysOnTop;
  }

  setAlwaysOnTop(flag: boolean): void {
    this.#isAlwaysOnTop = flag;
    this.emit('always-on-top-changed', flag);
  }

  getParentWindow(): BaseWindow | null {
    return this.#parent;
  }

  getTitle(): string {
    return this.#title;
  }

  setTitle(title: string): void {
    this.#title = title;
  }

  flashFrame(flag: boolean): void {
    record('BaseWindow.flashFrame', flag);
  }

  setProgressBar(progress: number): void {
    record('BaseWindow.setProgressBar', progress);
  }

  setOverlayIcon(_overlay: unknown, description: string): void {
    record('BaseWindow.setOverlayIcon', description);
  }

  setContentProtection(enable: boolean): void {
    record('BaseWindow.setContentProtection', enable);
  }

  setMenuBarVisibility(visible: boolean): void {
    record('BaseWindow.setMenuBarVisibility', visible);
  }

  setAutoHideMenuBar(hide: boolean): void {
    record('BaseWindow.setAutoHideMenuBar', hide);
  }

  removeMenu(): void {
    record('BaseWindow.removeMenu');
  }

  setIcon(): void {
    record('BaseWindow.setIcon');
  }

  setBackgroundColor(colour: string): void {
    record('BaseWindow.setBackgroundColor', colour);
  }
}
