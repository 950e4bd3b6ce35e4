import { type BrowserWindow, clipboard, dialog } from 'electron';
import { formatInviteLink } from '../../protocol/invite-link.ts';
import type { ShellText } from '../text/shell-text.ts';
import type { HostedServer } from './hosted-server.ts';

/** Tells the address of the server on this computer, to copy it or to stop the server. */
export async function showHostedServer(
  window: BrowserWindow,
  hosted: HostedServer,
  text: ShellText,
): Promise<void> {
  const running = hosted.running();
  if (!running) {
    const buttons = [text.close];
    await dialog.showMessageBox(window, {
      message: text.hostedServerStopped,
      detail: text.hostedServerHint,
      buttons,
    });
    return;
  }
  const { url } = running;
  const invite = running.invite && formatInviteLink(url, running.invite);
  const buttons = [text.close, text.copyAddress, text.stopServer];
  const { response } = await dialog.showMessageBox(window, {
    message: text.hostedServerRuns,
    detail: text.hostedServerDetail(url, invite),
    buttons,
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  if (buttons[response] === text.copyAddress) await clipboard.writeText(invite ?? url);
  if (buttons[response] === text.stopServer) await hosted.stop();
}
