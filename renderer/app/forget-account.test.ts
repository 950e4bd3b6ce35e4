import { expect, test } from 'vitest';
import { refuse } from '../../protocol/errors.ts';
import { createNoticeBoard } from '../../view-models/notices.ts';
import { createMessageSearch } from '../../view-models/search/message-search.ts';
import { createStore } from '../../view-models/store.ts';
import { forgetAccounts } from './forget-account.ts';
import { createNavigation } from './navigation.ts';

type State = Parameters<typeof forgetAccounts>[0]['messenger'] extends { get(): infer Held } ? Held : never;

function messengerOf(account?: string): State {
  const status = {
    state: account ? 'online' : 'signed-out',
    server: 'http://home.example',
    unread: 0,
  } as const;
  return {
    status: account ? { ...status, account } : status,
    ended: undefined,
    conversations: [],
    requests: [],
    people: new Map(),
    blocked: new Set(),
  };
}

function signedIn() {
  const messenger = createStore(messengerOf());
  const navigation = createNavigation();
  const notices = createNoticeBoard({ on: () => () => undefined });
  const search = createMessageSearch({
    call: async () => refuse('not-signed-in'),
    on: () => () => undefined,
  });
  forgetAccounts({ messenger, navigation, notices, search });
  messenger.set(messengerOf('alice@home.example'));
  navigation.open('lobby');
  navigation.open('bob');
  navigation.show('settings');
  search.find('a secret');
  notices.show({ code: 'history-withheld' }, true);
  return { messenger, navigation, notices, search };
}

test.each([undefined, 'bob@home.example'])(
  'alice’s notices and navigation are cleared when the account becomes %s',
  (account) => {
    const { messenger, navigation, notices, search } = signedIn();
    messenger.set(messengerOf(account));
    expect(search.get().text).toBe('');
    expect(navigation.get()).toEqual({ conversation: undefined, dialog: undefined });
    navigation.back();
    expect(navigation.get().conversation).toBeUndefined();
    expect(notices.get()).toEqual([]);
  },
);

test('reconnecting keeps notices and navigation', () => {
  const { messenger, navigation, notices } = signedIn();
  messenger.set({ ...messengerOf('alice@home.example') });
  expect(navigation.get()).toEqual({ conversation: 'bob', dialog: 'settings' });
  expect(notices.get()).toHaveLength(1);
});
