import { expect, test } from 'vitest';
import type { Conversation } from '../engine/api/api.ts';
import { ok, type Result } from '../protocol/errors.ts';
import type { ConversationId } from '../protocol/ids.ts';
import { createNavigation } from '../renderer/app/navigation.ts';
import { openPerson } from './open-person.ts';

const withBob: Conversation = {
  ...{ id: 'bob' as ConversationId, kind: 'direct', title: 'Bob' },
  ...{ members: [], unread: 0 },
};

/** A click on somebody whose conversation is still sought. */
function clicked() {
  const answer = Promise.withResolvers<Result<Conversation>>();
  const navigation = createNavigation();
  const messenger = { openDirect: () => answer.promise };
  const opened = openPerson({ messenger, navigation }, 'bob');
  return {
    navigation,
    async found() {
      answer.resolve(ok(withBob));
      await opened;
      return navigation.get();
    },
  };
}

test('the conversation with somebody is opened when it is found', async () => {
  const { found } = clicked();
  expect(await found()).toEqual({ conversation: 'bob', dialog: undefined });
});

test('settings opened meanwhile stay open before it', async () => {
  const { navigation, found } = clicked();
  navigation.show('settings');
  expect(await found()).toEqual({ conversation: 'bob', dialog: 'settings' });
});

test('another conversation opened meanwhile stays open', async () => {
  const { navigation, found } = clicked();
  navigation.open('lobby');
  expect(await found()).toEqual({ conversation: 'lobby', dialog: undefined });
});
