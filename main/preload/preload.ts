// The only thing that the page can reach outside of itself. It hands on and decides nothing: the main process
// checks each call.
import { contextBridge, ipcRenderer } from 'electron';
import type { ENGINE_PORT } from '../../shell/engine-port.ts';
import type { Shell } from '../../shell/shell.ts';
import type {
  ArgumentsOf,
  CommandName,
  RequestName,
  ShellAnswers,
  ShellChannel,
  ShellEvents,
} from '../../shell/shell-calls.ts';

const enginePort: typeof ENGINE_PORT = 'parley-engine-port';

function ask<Name extends RequestName>(name: Name, ...args: ArgumentsOf<Name>): Promise<ShellAnswers[Name]> {
  return ipcRenderer.invoke(`shell:${name}` satisfies ShellChannel, ...args);
}

function tell<Name extends CommandName>(name: Name, ...args: ArgumentsOf<Name>): void {
  ipcRenderer.send(`shell:${name}` satisfies ShellChannel, ...args);
}

function hear<Name extends keyof ShellEvents>(
  name: Name,
  listener: (payload: ShellEvents[Name]) => void,
): () => void {
  const channel: ShellChannel = `shell:${name}`;
  const listen = (_: unknown, payload: ShellEvents[Name]) => listener(payload);
  ipcRenderer.on(channel, listen);
  return () => void ipcRenderer.off(channel, listen);
}

/** Main, which made this window, gives it some values with the arguments. */
function argument(name: 'version' | 'locale', args: readonly string[] = process.argv): string {
  const flag = `--parley-${name}=`;
  return args.find((one) => one.startsWith(flag))?.slice(flag.length) ?? '';
}

const shell: Shell = {
  platform: process.platform as Shell['platform'], // Electron runs on no other.
  version: argument('version'),
  systemLocale: argument('locale'),
  servers: () => ask('servers'),
  startsOn: () => ask('startsOn'),
  forgetServer: (url) => ask('forgetServer', url),
  connect: (server, passphrase, beginAnew) => ask('connect', server, passphrase, beginAnew),
  startServer: (passphrase, beginAnew) => ask('startServer', passphrase, beginAnew),
  hostedServer: () => ask('hostedServer'),
  onHostedServer: (listener) => hear('hostedServer', listener),
  runServer: (run) => tell('runServer', run),
  setServerReach: (reach) => tell('setServerReach', reach),
  inviteToServer: (address) => ask('inviteToServer', address),
  autostart: () => ask('autostart'),
  setAutostart: (start) => ask('setAutostart', start),
  windowState: () => ask('windowState'),
  onWindowState: (listener) => hear('windowState', listener),
  setBadge: (badge) => tell('setBadge', badge),
  setTheme: (theme) => tell('setTheme', theme),
  notify: (notice) => tell('notify', notice),
  withdraw: (conversation) => tell('withdraw', conversation),
  onNotificationClick: (listener) => hear('notificationClick', listener),
  setMenuEnabled: (enabled) => tell('setMenuEnabled', enabled),
  onMenuCommand: (listener) => hear('menuCommand', listener),
  onLink: (listener) => hear('link', listener),
  openExternal: (url) => tell('openExternal', url),
  copyText: (text) => tell('copyText', text),
  quit: () => tell('quit'),
};

ipcRenderer.on('engine-port' satisfies ShellChannel, ({ ports: [port] }) => {
  if (port) window.postMessage({ kind: enginePort }, window.location.origin, [port]);
});
contextBridge.exposeInMainWorld('parley', shell);
