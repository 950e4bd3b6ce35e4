// The page of the window. Only its main frame, on our own origin, is trusted to call.
import type { BrowserWindow, MessagePortMain } from 'electron';
import { APP_ORIGIN } from '../../protocol/protocol.ts';
import type { EventName, ShellChannel, ShellEvents } from '../../shell/shell.ts';
import type { ShellOptions } from './serve-shell.ts';

export interface Page {
  readonly isTrusted: ShellOptions['isTrusted'];
  send<Name extends EventName>(name: Name, payload: ShellEvents[Name]): void;
  sendPort(port: MessagePortMain): void;
}

export function pageOf(window: BrowserWindow): Page {
  const { webContents } = window;
  const isGone = () => window.isDestroyed() || webContents.isDestroyed();
  return {
    isTrusted: ({ sender, senderFrame }) =>
      sender === webContents && senderFrame?.parent === null && senderFrame.origin === APP_ORIGIN,
    send(name, payload) {
      if (!isGone()) webContents.send(`shell:${name}` satisfies ShellChannel, payload);
    },
    sendPort(port) {
      if (isGone()) port.close();
      else webContents.postMessage('engine-port' satisfies ShellChannel, undefined, [port]);
    },
  };
}
