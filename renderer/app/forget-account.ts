import type { Messenger } from '../../view-models/messenger.ts';
import type { NoticeBoard } from '../../view-models/notices.ts';
import type { Navigation } from './navigation.ts';

interface Remembering {
  readonly messenger: Pick<Messenger, 'get' | 'subscribe'>;
  readonly navigation: Pick<Navigation, 'reset'>;
  readonly notices: Pick<NoticeBoard, 'clear'>;
}

/** Nothing that one account was told, and nowhere that it was, is left for the next. */
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
