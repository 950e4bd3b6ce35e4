import type { BrowserWindow } from 'electron';
import type { WindowState } from '../../shell/shell.ts';

const events = ['focus', 'blur', 'show', 'hide', 'minimize', 'restore'] as const;

export function windowState(window: BrowserWindow): WindowState {
  return { focused: window.isFocused(), visible: window.isVisible() && !window.isMinimized() };
}

/** Calls back whenever the window gains or loses focus or visibility. */
export function onWindowState(window: BrowserWindow, listener: (state: WindowState) => void): void {
  // Electron types each event by itself; none of these has arguments.
  for (const event of events) window.on(event as 'focus', () => listener(windowState(window)));
}

/** Shows and focuses the window, unless the app is about to end. */
export function raise(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
