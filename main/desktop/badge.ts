import { type App, type BrowserWindow, nativeImage } from 'electron';
import type { Badge } from '../../shell/shell.ts';
import type { DesktopText } from '../../text/languages.ts';

/** Shows on the app's icon how much is unread; `overlay` is the picture that Windows lays over it. */
export function showBadge(
  app: Pick<App, 'setBadgeCount' | 'dock'>,
  window: Pick<BrowserWindow, 'setOverlayIcon'>,
  { count, dot }: Badge,
  { overlay, text }: { readonly overlay: string; readonly text: DesktopText },
): void {
  app.setBadgeCount(count);
  if (count === 0 && dot) app.dock?.setBadge('•');
  if (process.platform !== 'win32') return;
  const isUnread = count > 0 || dot;
  const description = count > 0 ? text.unread(count) : text.unreadElsewhere;
  window.setOverlayIcon(isUnread ? nativeImage.createFromPath(overlay) : null, isUnread ? description : '');
}
