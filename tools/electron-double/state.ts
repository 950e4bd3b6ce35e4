// Electron's API is one set of globals per process. What its parts share lives here and nowhere else.
import type { App } from './app/app.ts';
import type { Chromium } from './chromium/chromium-process.ts';
import type { Connection } from './chromium/connection.ts';
import type { BrowserWindow } from './windows/browser-window.ts';

interface State {
  app: App | undefined;
  chromium: Chromium | undefined;
  isReady: boolean;
  isQuitting: boolean;
  focusedWindow: BrowserWindow | undefined;
  readonly windows: Map<number, BrowserWindow>;
}

export const state: State = {
  app: undefined,
  chromium: undefined,
  isReady: false,
  isQuitting: false,
  focusedWindow: undefined,
  windows: new Map(),
};

/** The running app. Throws before boot has made it. */
export function theApp(): App {
  if (!state.app) throw new Error('electron double: no app yet');
  return state.app;
}

/** The DevTools connection. Throws before Chromium runs. */
export function theConnection(): Connection {
  if (!state.chromium) throw new Error('electron double: Chromium is not running yet');
  return state.chromium.connection;
}

/** Throws Electron's own words when something is used that needs a ready app. */
export function requireReady(what: string): void {
  if (!state.isReady) throw new Error(`${what} before app is ready`);
}

interface Call {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** What the app asked of the desktop, in order, for specs that look after the fact. */
export const calls: Call[] = [];

/** Notes that the app asked the desktop for something that the double can't do. */
export function record(name: string, ...args: readonly unknown[]): void {
  calls.push({ name, args });
}
