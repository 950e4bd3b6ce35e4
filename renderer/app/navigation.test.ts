import { expect, test } from 'vitest';
import { messageId } from '../../protocol/ids.ts';
import { createNavigation } from './navigation.ts';

test('a conversation that is removed is left, with its dialog, and there is no way back to it', () => {
  const navigation = createNavigation();
  for (const conversation of ['lobby', 'chess', 'bob', 'chess']) navigation.open(conversation);
  navigation.show('removeConversation');
  navigation.forget('chess');
  expect(navigation.get()).toEqual({ conversation: undefined, dialog: undefined });
  navigation.back();
  expect(navigation.get().conversation).toBe('bob');
  navigation.back();
  expect(navigation.get().conversation).toBe('lobby');
});

test('a conversation that is removed elsewhere leaves the open one alone', () => {
  const navigation = createNavigation();
  navigation.open('bob');
  navigation.show('settings');
  navigation.forget('chess');
  expect(navigation.get()).toEqual({ conversation: 'bob', dialog: 'settings' });
});

test('back from a message that was found are the results, and then the conversation before', () => {
  const navigation = createNavigation();
  const found = messageId.parse('a'.repeat(22));
  navigation.open('bob');
  navigation.show('search');
  navigation.openAt('chess', found);
  expect(navigation.get()).toEqual({ conversation: 'chess', dialog: undefined, found });
  navigation.back();
  expect(navigation.get()).toEqual({ conversation: 'chess', dialog: 'search' });
  navigation.back();
  expect(navigation.get()).toEqual({ conversation: 'bob', dialog: undefined });
});
