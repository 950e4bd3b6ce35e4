// One notification per conversation. The window decides what it shows and whether there is one at all, which
// knows what is read and what status its person has.
import { app, Notification } from 'electron';
import type { MessageNotice } from '../../shell/shell.ts';
import type { Logger } from '../logger.ts';
import { toastXml } from './toast.ts';

export interface Notifications {
  show(notice: MessageNotice): void;
  withdraw(conversation: string): void;
}

export function createNotifications(onClick: (conversation: string) => void, logger: Logger): Notifications {
  const shown = new Map<string, Notification>();
  const isWindowsApp = process.platform === 'win32' && app.isPackaged;

  function withdraw(conversation: string): void {
    shown.get(conversation)?.close();
    shown.delete(conversation);
  }

  return {
    withdraw,
    show({ conversation, title, body = '' }) {
      withdraw(conversation);
      if (!Notification.isSupported()) return;
      const notification = new Notification({
        ...{ title, body: asText(body, process.platform) },
        // Only an installed app is what the system opens its links with.
        ...(isWindowsApp && { toastXml: toastXml({ conversation, title, body }) }),
      });
      notification.on('click', () => {
        withdraw(conversation);
        onClick(conversation);
      });
      notification.on('failed', (_, error) => logger.warn({ error }, 'a notification was not shown'));
      // Referenced, since a garbage-collected notification no longer emits its click.
      shown.set(conversation, notification);
      notification.show();
    },
  };
}

/**
 * Linux's desktops read the body, and only that, as markup with links and pictures
 * (https://specifications.freedesktop.org/notification-spec/latest/markup.html); Electron hands it on as it is.
 */
function asText(body: string, platform: NodeJS.Platform): string {
  if (platform !== 'linux') return body;
  return body.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
