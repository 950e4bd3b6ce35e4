import { expect, test } from 'vitest';
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
