// What a window is without a page: place, size and visibility. Chromium's headless windows tell nothing of their
// own, so the state is kept here and Chromium follows it.
import { primaryDisplay } from '../desktop/screen.ts';
import { StrictEmitter } from '../strict.ts';
import { centre, placeWindow, type Rectangle } from './window-geometry.ts';

export interface WindowOptions extends Partial<Rectangle> {
  readonly title?: string;
  readonly show?: boolean;
  readonly minWidth?: number;
  readonly minHeight?: number;
  readonly maxWidth?: number;
  readonly maxHeight?: number;
  readonly resizable?: boolean;
  readonly alwaysOnTop?: boolean;
  readonly parent?: BaseWindow;
}

export type WindowState = 'normal' | 'minimized' | 'maximized' | 'fullscreen';

export abstract class BaseWindow extends StrictEmitter {
  #bounds: Rectangle;
  #minimum: readonly [number, number];
  #maximum: readonly [number, number];
  #state: WindowState = 'normal';
  #beforeMinimize: WindowState = 'normal';
  #title: string;
  #isVisible = false;
  #isAlwaysOnTop: boolean;
  readonly #isResizable: boolean;
  readonly #parent: BaseWindow | null;

  constructor(options: WindowOptions, defaultTitle: string) {
    super();
    this.#title = options.title ?? defaultTitle;
    this.#minimum = [options.minWidth ?? 0, options.minHeight ?? 0];
    this.#maximum = [options.maxWidth ?? 0, options.maxHeight ?? 0];
    this.#isAlwaysOnTop = options.alwaysOnTop ?? false;
    this.#isResizable = options.resizable ?? true;
    this.#parent = options.parent ?? null;
    const { width = 800, height = 600 } = options;
    const middle = centre({ x: 0, y: 0, width, height }, primaryDisplay.workArea);
    const { x = middle.x, y = middle.y } = options;
    this.#bounds = placeWindow(middle, { x, y }, this.#limits);
  }

  /** Makes Chromium's window what this one has become. */
  protected abstract follow(): void;
  abstract focus(): void;
  abstract blur(): void;
  abstract isFocused(): boolean;

  /** What Chromium's window should be: one that isn't shown is minimised, so that its page knows it is hidden. */
  protected get shownState(): WindowState {
    return this.#isVisible ? this.#state : 'minimized';
  }

  get #limits() {
    return { minimum: this.#minimum, maximum: this.#maximum };
  }

  getBounds(): Rectangle {
    return { ...this.#bounds };
  }

  getNormalBounds(): Rectangle {
    return this.getBounds();
  }

  getContentBounds(): Rectangle {
    return this.getBounds();
  }

  setBounds(wanted: Partial<Rectangle>): void {
    const before = this.#bounds;
    this.#bounds = placeWindow(before, wanted, this.#limits);
    const { x, y, width, height } = this.#bounds;
    this.follow();
    if (width !== before.width || height !== before.height) this.emit('resize');
    if (x !== before.x || y !== before.y) this.emit('move');
  }

  getSize(): [number, number] {
    return [this.#bounds.width, this.#bounds.height];
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  getPosition(): [number, number] {
    return [this.#bounds.x, this.#bounds.y];
  }

  setPosition(x: number, y: number): void {
    this.setBounds({ x, y });
  }

  center(): void {
    this.setBounds(centre(this.#bounds, primaryDisplay.workArea));
  }

  setMinimumSize(width: number, height: number): void {
    this.#minimum = [width, height];
    this.setBounds({});
  }

  getMinimumSize(): [number, number] {
    return [...this.#minimum];
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
}
