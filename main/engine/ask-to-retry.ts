import { dialog } from 'electron';
import type { DesktopText } from '../../text/languages.ts';
import type { NotOpened } from './engine-supervisor.ts';

/** Asks whether to start the engine once more; without it the app can only quit. */
export async function askToRetry({ code, sentence }: NotOpened, text: DesktopText): Promise<boolean> {
  const why = sentence ?? (code === 'profile-in-use' ? text.profileInUse : undefined);
  const buttons = [text.tryAgain, text.quit];
  // The dialog belongs to no window, because the window may be hidden.
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: text.engineStopped,
    detail: [...(why ? [why] : []), text.engineStoppedDetail].join('\n\n'),
    buttons,
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return buttons[response] === text.tryAgain;
}
