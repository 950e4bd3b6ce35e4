// What a page may use: the app decides, and Chromium grants it.
import { Session } from '../desktop/session.ts';
import { theConnection } from '../state.ts';
import type { WebContents } from './web-contents.ts';

/** Chromium's names for what Electron's permissions allow; the others need nothing of Chromium. */
const chromiumNames: Readonly<Record<string, readonly string[]>> = {
  'clipboard-read': ['clipboardReadWrite'],
  'clipboard-sanitized-write': ['clipboardSanitizedWrite'],
  geolocation: ['geolocation'],
  media: ['audioCapture', 'videoCapture'],
  notifications: ['notifications'],
};

const granted = new Set<string>();

/** Asks the app's handlers for a page. A request that is granted opens the way in Chromium. */
export async function decidePermission(
  contents: WebContents,
  kind: 'request' | 'check',
  permission: string,
): Promise<boolean> {
  const { session } = contents;
  const url = contents.getURL();
  if (kind === 'check') return Session.check(session, contents, permission, url);
  if (!(await Session.request(session, contents, permission, url))) return false;
  for (const name of chromiumNames[permission] ?? []) granted.add(name);
  // Chromium denies what this list doesn't grant.
  await theConnection().send('Browser.grantPermissions', { permissions: [...granted] });
  return true;
}
