import type { Messenger } from '../../view-models/messenger.ts';
import type { NoticeBoard } from '../../view-models/notices.ts';
import type { Navigation } from './navigation.ts';

interface Remembering {
  readonly messenger: Pick<Messenger, 'get' | 'subscribe'>;
  readonly navigation: Pick<Navigation, 'reset'>;
  readonly notices: Pick<NoticeBoard, 'clear'>;
}

/** Clears notices and navigation when the account changes, so that the next account sees none of them. */
export function forgetAccounts({ messenger, navigation, notices }: Remembering): void {
  let account: string | undefined;
  messenger.subscribe(() => {
    const left = account;
    account = messenger.get().status?.account;
    if (left === undefined || left === account) return;
    navigation.reset();
    notices.clear();
  });
}
