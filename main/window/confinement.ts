// The page stays where it is and gets nothing of the computer: it can't navigate, open windows or frames, or be
// granted a permission. A link leads outside, after a look at its scheme.
import type { Session, WebContents } from 'electron';
import { PAGE_URL } from './app-scheme.ts';

/** `openOutside` is given every address that the page wanted a window for. */
export function confine(contents: WebContents, openOutside: (url: string) => void): void {
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url);
    return { action: 'deny' };
  });
  contents.on('will-frame-navigate', (details) => {
    const isReload = details.isMainFrame && details.url === PAGE_URL;
    if (!isReload) details.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  // No policy of content keeps WebRTC from the network. What is left of it then looks for hosts, and finds none.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}

export function denyPermissions(
  session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler'>,
): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
}
