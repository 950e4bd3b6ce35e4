import type { Messenger } from '../../view-models/messenger.ts';
import type { NoticeBoard } from '../../view-models/notices.ts';
import type { MessageSearch } from '../../view-models/search/message-search.ts';
import type { Navigation } from './navigation.ts';

interface Remembering {
  readonly messenger: Pick<Messenger, 'get' | 'subscribe'>;
  readonly navigation: Pick<Navigation, 'reset'>;
  readonly notices: Pick<NoticeBoard, 'clear'>;
  readonly search: Pick<MessageSearch, 'clear'>;
}

/** Clears notices, navigation and the search when the account changes, so that the next account sees none of them. */
export function forgetAccounts({ messenger, navigation, notices, search }: Remembering): void {
  let account: string | undefined;
  messenger.subscribe(() => {
    const left = account;
    account = messenger.get().status?.account;
    if (left === undefined || left === account) return;
    navigation.reset();
    notices.clear();
    search.clear();
  });
}
