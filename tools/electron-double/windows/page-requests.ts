// Answers what a page asks through ipcRenderer.
import { decode } from '../clone/decode.ts';
import { encode } from '../clone/encode.ts';
import type { Json } from '../clone/json.ts';
import { createEvent } from '../electron-event.ts';
import { portById } from '../ports/message-port-main.ts';
import { IpcMain, ipcMain } from './ipc-main.ts';
import type { PageMessenger, PageRequest } from './page-messenger.ts';
import { decidePermission } from './permissions.ts';
import type { WebContents } from './web-contents.ts';

export type AppRequest = Exclude<PageRequest, { kind: 'open' | 'title' }>;

/** Hands a message to ipcMain's listeners, or to the handler of its channel, and the result back to the page. */
export function answerPage(contents: WebContents, messenger: PageMessenger, request: AppRequest): void {
  switch (request.kind) {
    case 'send': {
      const ports = request.ports.map((id) => portById(messenger.adopt(id)));
      const reply = (channel: string, ...args: unknown[]) => contents.send(channel, ...args);
      ipcMain.emit(request.channel, senderEvent(contents, { ports, reply }), ...argsOf(request.args));
      return;
    }
    case 'invoke': {
      const { channel, args } = request;
      const event = senderEvent(contents, {});
      answer(messenger, request.id, channel, () => IpcMain.invoke(ipcMain, channel, event, argsOf(args)));
      return;
    }
    case 'permission': {
      const { ask, permission } = request;
      answer(messenger, request.id, permission, () => decidePermission(contents, ask, permission));
      return;
    }
    case 'key':
      contents.emit('before-input-event', afterTheFact(), request.input);
      return;
    case 'preload-error':
      contents.emit('preload-error', createEvent(), '', decode(request.error));
  }
}

/** The page has had the key by the time that main gets it: a listener comes too late to keep it back. */
function afterTheFact() {
  const event = createEvent();
  return Object.assign(event, {
    preventDefault: () => process.stderr.write('electron double: before-input-event is not preventable\n'),
  });
}

/** Sends the page what `work` gives or throws, unless another document has taken its place meanwhile. */
async function answer(
  messenger: PageMessenger,
  id: number,
  channel: string,
  work: () => unknown,
): Promise<void> {
  const asker = messenger.document;
  try {
    const value = encode(await work());
    if (messenger.document === asker) messenger.send({ kind: 'reply', id, value });
  } catch (error) {
    // Electron sends the page the error's text and writes the rest to its own log.
    process.stderr.write(`Error occurred in handler for '${channel}': ${describe(error)}\n`);
    if (messenger.document === asker) messenger.send({ kind: 'failure', id, reason: String(error) });
  }
}

function senderEvent<T extends object>(contents: WebContents, details: T) {
  const { mainFrame } = contents;
  return createEvent({
    type: 'frame',
    sender: contents,
    senderFrame: mainFrame,
    processId: mainFrame.processId,
    frameId: mainFrame.routingId,
    ...details,
  });
}

/** ipc-renderer.ts encodes the arguments as an array. */
function argsOf(args: Json): unknown[] {
  return decode(args) as unknown[];
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
