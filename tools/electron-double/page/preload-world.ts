// Runs in the preload's isolated world: the part of Electron that a sandboxed preload script can reach.
import { encode } from '../clone/encode.ts';
import { Bridge } from './bridge.ts';
import { IpcRenderer } from './ipc-renderer.ts';
import type { PageHost } from './main-world.ts';
import { watchLinks } from './new-windows.ts';
import type { PageNames, PageWindow } from './page-globals.ts';
import type { FromPage, ToPage } from './page-messages.ts';
import { watchKeys, watchTitle } from './page-watch.ts';
import { RendererPorts } from './renderer-ports.ts';

declare const window: PageWindow;

interface PreloadSettings {
  readonly names: PageNames;
  readonly preloadPath: string;
  readonly process: object;
}

type Require = (name: string) => unknown;
type Preload = (require: Require, module: { exports: object }, exports: object, process: object) => void;

/** Runs the preload script, when there is one. */
export function startPreloadWorld(settings: PreloadSettings, preload: Preload | undefined): void {
  if (window.top !== window) return;
  const { names } = settings;
  // Runtime.addBinding puts the binding on this world's global object.
  const world = globalThis as unknown as Record<string, (message: string | ToPage) => void>;
  const post = (message: FromPage) => world[names.binding]?.(JSON.stringify(message));
  const ipcRenderer = new IpcRenderer(post, new RendererPorts(post));
  world[names.deliver] = (message) => IpcRenderer.deliver(ipcRenderer, message as ToPage);
  watchTitle(post);
  watchKeys(post);
  const bridge = new Bridge(names.toMain, names.toPreload);
  const openWindow = (url: string) => post({ kind: 'open', url });
  watchLinks(openWindow);
  const host: PageHost = { openWindow, ask: (kind, name) => IpcRenderer.ask(ipcRenderer, kind, name) };
  bridge.expose(names.host, host);
  try {
    const module = { exports: {} };
    const process = { type: 'renderer', sandboxed: true, contextIsolated: true, ...settings.process };
    preload?.call(module.exports, requireOf(ipcRenderer, bridge), module, module.exports, process);
  } catch (error) {
    post({ kind: 'preload-error', error: encode(error) });
    // biome-ignore lint/suspicious/noConsole: as Electron does; the page's console is the place.
    console.error(`Unable to load preload script: ${settings.preloadPath}`, error);
  }
}

/** A sandboxed preload can require Electron and nothing of Node's. */
function requireOf(ipcRenderer: IpcRenderer, bridge: Bridge): Require {
  const electron = {
    ipcRenderer,
    contextBridge: { exposeInMainWorld: (key: string, api: unknown) => bridge.expose(key, api) },
    webUtils: { getPathForFile: () => '' },
  };
  return (name) => {
    if (['electron', 'electron/renderer', 'electron/common'].includes(name)) return electron;
    throw new Error(`module not found: ${name}`);
  };
}
