import type { CdpObject } from '../chromium/connection.ts';
import { createEvent } from '../electron-event.ts';

/** The console-message event for a call of the page's console. */
export function consoleEvent({ type, args, stackTrace }: CdpObject) {
  const words = args.map((arg: CdpObject) => arg.value ?? arg.description ?? '');
  const { lineNumber = 0, url = '' } = stackTrace?.callFrames[0] ?? {};
  return createEvent({ level: type, message: words.join(' '), lineNumber, sourceId: url });
}
