// The page stays where it is and gets nothing of the computer: it can't navigate, open windows or frames, or be
// granted a permission. A link leads outside, after a look at its scheme.
import type { Session, WebContents } from 'electron';
import { APP_ORIGIN } from './app-scheme.ts';

/** `openOutside` is given every address that the page wanted a window for. */
export function confine(contents: WebContents, openOutside: (url: string) => void): void {
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url);
    return { action: 'deny' };
  });
  contents.on('will-frame-navigate', (details) => {
    const isReload = details.isMainFrame && details.url.startsWith(`${APP_ORIGIN}/`);
    if (!isReload) details.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

export function denyPermissions(
  session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler'>,
): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
}
