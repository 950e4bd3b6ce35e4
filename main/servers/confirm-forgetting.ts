import { type BrowserWindow, dialog } from 'electron';
import type { KnownServer } from '../../shell/shell.ts';
import type { DesktopText } from '../../text/languages.ts';

/** Asks the user whether to erase everything stored here of a server. */
export async function confirmForgetting(
  window: BrowserWindow,
  { url, account }: KnownServer,
  text: DesktopText,
): Promise<boolean> {
  const buttons = [text.forget, text.cancel];
  const cancel = buttons.indexOf(text.cancel);
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: text.forgetTitle(url.replace(/^https?:\/\//, '')),
    detail: account === undefined ? text.forgetDetail : text.forgetSignedIn(account),
    buttons,
    defaultId: cancel,
    cancelId: cancel,
    noLink: true,
  });
  return response === buttons.indexOf(text.forget);
}
