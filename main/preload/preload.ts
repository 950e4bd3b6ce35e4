// The only thing that the page can reach outside of itself. It passes calls on and decides nothing: the main process
// checks each one. The build replaces SHELL_KINDS, so that the sandbox loads the names without the schemas.
import { contextBridge, ipcRenderer } from 'electron';
import type { ENGINE_PORT } from '../../shell/engine-port.ts';
import type { Environment, Shell, ShellChannel, ShellKinds } from '../../shell/shell.ts';

declare const SHELL_KINDS: ShellKinds;

const enginePort: typeof ENGINE_PORT = 'parley-engine-port';

const functionFor = {
  request:
    (channel: ShellChannel) =>
    (...args: readonly unknown[]) =>
      ipcRenderer.invoke(channel, ...args),
  command:
    (channel: ShellChannel) =>
    (...args: readonly unknown[]) =>
      ipcRenderer.send(channel, ...args),
  event: (channel: ShellChannel) => (listener: (payload: unknown) => void) => {
    const listen = (_: unknown, payload: unknown) => listener(payload);
    ipcRenderer.on(channel, listen);
    return () => void ipcRenderer.off(channel, listen);
  },
} as const;

/** The main process passes some values with the arguments of the process. */
function argument(name: 'version' | 'locale', args: readonly string[] = process.argv): string {
  const flag = `--parley-${name}=`;
  return args.find((one) => one.startsWith(flag))?.slice(flag.length) ?? '';
}

const environment: Environment = {
  platform: process.platform as Environment['platform'], // Electron runs on no other.
  version: argument('version'),
  systemLocale: argument('locale'),
};
const names = Object.keys(SHELL_KINDS) as (keyof ShellKinds)[]; // The table has no other names.
const calls = names.map((name) => [name, functionFor[SHELL_KINDS[name]](`shell:${name}`)]);

ipcRenderer.on('engine-port' satisfies ShellChannel, ({ ports: [port] }) => {
  if (port) window.postMessage({ kind: enginePort }, window.location.origin, [port]);
});
contextBridge.exposeInMainWorld('parley', { ...environment, ...Object.fromEntries(calls) } satisfies Shell);
