import { type BrowserWindow, dialog } from 'electron';
import type { DesktopText } from '../../text/languages.ts';
import type { DeepLink } from './deep-link.ts';

/** Whether the person wants to see where the link leads. Nothing else follows from a link by itself. */
export async function confirmLink(
  window: BrowserWindow,
  link: DeepLink,
  text: DesktopText,
): Promise<boolean> {
  const buttons = [text.linkOpen, text.cancel];
  const cancel = buttons.indexOf(text.cancel);
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: text.linkTitle(link.url.replace(/^https?:\/\//, '')),
    detail: text.linkDetail,
    buttons,
    defaultId: cancel,
    cancelId: cancel,
    noLink: true,
  });
  return response === buttons.indexOf(text.linkOpen);
}
