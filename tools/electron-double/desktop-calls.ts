// What an app asks of the desktop is seen where it asks: by wrapping Electron's own functions in its main process,
// in the same way for the real Electron and for the double.
import type { ElectronApplication } from '@playwright/test';

export interface DesktopCall {
  /** The function's path from the electron module, such as `shell.openExternal`. */
  readonly name: string;
  readonly args: readonly unknown[];
  /** Title and body of what it was called on: for `Notification.prototype.show`. */
  readonly title: string | undefined;
  readonly body: string | undefined;
}

declare global {
  var desktopCalls: DesktopCall[];
}

/**
 * Records the calls of these functions from now on; `shell.openExternal` is recorded only, everything else is also
 * done. Returns the way to read the record.
 */
export async function recordDesktopCalls(
  application: ElectronApplication,
  names: readonly string[],
): Promise<() => Promise<readonly DesktopCall[]>> {
  await application.evaluate((electron, paths) => {
    globalThis.desktopCalls = [];
    for (const name of paths) {
      const keys = name.split('.');
      const last = keys.pop() ?? '';
      const owner = keys.reduce((part: object, key) => Reflect.get(part, key), electron);
      const native = Reflect.get(owner, last);
      Reflect.set(owner, last, function record(this: object, ...args: unknown[]) {
        const title = 'title' in this ? String(this.title) : undefined;
        const body = 'body' in this ? String(this.body) : undefined;
        globalThis.desktopCalls.push({ name, args, title, body });
        return name === 'shell.openExternal' ? Promise.resolve() : Reflect.apply(native, this, args);
      });
    }
  }, names);
  return () => application.evaluate(() => globalThis.desktopCalls);
}
