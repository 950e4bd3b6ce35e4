import { stopChromium } from '../chromium/chromium-process.ts';
import { createEvent } from '../electron-event.ts';
import { record, state } from '../state.ts';
import { AppInformation } from './app-information.ts';
import { SingleInstance } from './single-instance.ts';

export class App extends AppInformation {
  readonly #ready = Promise.withResolvers<void>();
  #instance: SingleInstance | undefined;
  #badgeCount = 0;
  #isExiting = false;
  readonly #protocolClients = new Set<string>();

  /** The main module has run and Chromium is up: the app is ready. */
  static start(app: App): void {
    state.isReady = true;
    app.emit('will-finish-launching');
    app.emit('ready', createEvent(), {});
    app.#ready.resolve();
  }

  /** A window is gone: the last one ends the app, unless the app listens and decides otherwise. */
  static windowGone(app: App): void {
    setImmediate(() => {
      if (state.windows.size > 0 || app.#isExiting) return;
      if (state.isQuitting) app.#willQuit();
      else if (!app.emit('window-all-closed')) app.quit();
    });
  }

  isReady(): boolean {
    return state.isReady;
  }

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }

  requestSingleInstanceLock(additionalData: Record<string, unknown> = {}): boolean {
    this.#instance ??= new SingleInstance(this.getPath('userData'));
    const mine = { argv: process.argv, workingDirectory: process.cwd(), additionalData };
    return this.#instance.acquire(mine, async ({ argv, workingDirectory, additionalData: theirs }) => {
      await this.whenReady();
      this.emit('second-instance', createEvent(), argv, workingDirectory, theirs);
    });
  }

  hasSingleInstanceLock(): boolean {
    return this.#instance?.isHeld ?? false;
  }

  releaseSingleInstanceLock(): void {
    this.#instance?.release();
  }

  setBadgeCount(count = 0): boolean {
    record('app.setBadgeCount', count);
    this.#badgeCount = count;
    return true;
  }

  getBadgeCount(): number {
    return this.#badgeCount;
  }

  get badgeCount(): number {
    return this.#badgeCount;
  }

  set badgeCount(count: number) {
    this.setBadgeCount(count);
  }

  setAsDefaultProtocolClient(scheme: string, path?: string, args?: string[]): boolean {
    record('app.setAsDefaultProtocolClient', scheme, path, args);
    this.#protocolClients.add(scheme);
    return true;
  }

  isDefaultProtocolClient(scheme: string): boolean {
    return this.#protocolClients.has(scheme);
  }

  removeAsDefaultProtocolClient(scheme: string): boolean {
    return this.#protocolClients.delete(scheme);
  }

  setAppUserModelId(id: string): void {
    record('app.setAppUserModelId', id);
  }

  setLoginItemSettings(settings: object): void {
    record('app.setLoginItemSettings', settings);
  }

  enableSandbox(): void {
    record('app.enableSandbox');
  }

  focus(): void {
    [...state.windows.values()][0]?.focus();
  }

  relaunch(options: object = {}): void {
    record('app.relaunch', options);
  }

  /** before-quit, then each window's close, then will-quit: any of them can call it off. */
  quit(): void {
    if (state.isQuitting) return;
    state.isQuitting = true;
    if (this.#isPrevented('before-quit')) return;
    const windows = [...state.windows.values()];
    for (const window of windows) {
      window.close();
      if (!state.isQuitting) return;
    }
    if (windows.length === 0) this.#willQuit();
  }

  exit(code = 0): void {
    if (this.#isExiting) return;
    this.#isExiting = true;
    state.isQuitting = true;
    for (const window of [...state.windows.values()]) window.destroy();
    this.emit('quit', createEvent(), code);
    this.releaseSingleInstanceLock();
    const stopped = state.chromium ? stopChromium(state.chromium) : Promise.resolve();
    stopped.finally(() => process.exit(code));
  }

  #willQuit(): void {
    if (!this.#isPrevented('will-quit')) this.exit(0);
  }

  #isPrevented(name: 'before-quit' | 'will-quit'): boolean {
    const event = createEvent();
    this.emit(name, event);
    if (event.defaultPrevented) state.isQuitting = false;
    return event.defaultPrevented;
  }
}
