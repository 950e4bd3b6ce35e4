// Windows' own description of a notification (https://learn.microsoft.com/windows/apps/design/shell/tiles-and-notifications/toast-schema).
// Activated by protocol it opens its link however long it has lain in the notification centre, also when this
// process, or the whole app, has ended since.
import { noticeLink } from '../links/notice-link.ts';

export interface Toast {
  readonly conversation: string;
  readonly title: string;
  readonly body: string;
}

export function toastXml({ conversation, title, body }: Toast): string {
  const texts = [title, body].map((text) => `<text>${escaped(text)}</text>`).join('');
  const launch = escaped(noticeLink(conversation));
  return `<toast activationType="protocol" launch="${launch}"><visual><binding template="ToastGeneric">${texts}</binding></visual></toast>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** XML 1.0 has no place for them, not even escaped; half a pair is no character. */
const NOT_IN_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

function escaped(text: string): string {
  return text
    .replaceAll(NOT_IN_XML, '\u{FFFD}')
    .replaceAll(/[&<>"]/g, (character) => entities[character] ?? '');
}
