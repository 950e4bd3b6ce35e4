// What Chromium reports about pages as a whole: pages that ask for a window, and pages that are gone.
import type { CdpEvent, CdpObject } from '../chromium/connection.ts';
import { theConnection } from '../state.ts';
import { BrowserWindow } from './browser-window.ts';
import { WebContents } from './web-contents.ts';
import { webContents } from './web-contents-module.ts';

/** Follows the pages of this Chromium until it ends. */
export async function watchTargets(): Promise<void> {
  const asked = new Set<string>();
  theConnection().listen(({ method, params }: CdpEvent) => {
    if (method === 'Target.targetDestroyed') destroyWindow(params.targetId);
    if (method !== 'Target.targetCreated' && method !== 'Target.targetInfoChanged') return;
    const target = params.targetInfo;
    if (target.type === 'page' && target.openerId !== undefined) askForWindow(target, asked);
  });
  await theConnection().send('Target.setDiscoverTargets', { discover: true });
}

function destroyWindow(targetId: string): void {
  const contents = webContents.fromDevToolsTargetId(targetId);
  if (contents) BrowserWindow.fromWebContents(contents)?.destroy();
}

/** A page opened a window in a way that new-windows.ts does not see: the app is asked once its address is known, and it is closed. */
function askForWindow({ targetId, openerId, url }: CdpObject, asked: Set<string>): void {
  const opener = webContents.fromDevToolsTargetId(openerId);
  if (!opener || asked.has(targetId) || ['', ':', 'about:blank'].includes(url)) return;
  asked.add(targetId);
  WebContents.askToOpen(opener, url);
  theConnection()
    .send('Target.closeTarget', { targetId })
    // It closed itself.
    .catch(() => undefined);
}
