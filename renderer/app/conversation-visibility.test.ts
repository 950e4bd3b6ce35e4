import { expect, test } from 'vitest';
import { createStore } from '../../view-models/store.ts';
import { createConversationVisibility } from './conversation-visibility.ts';
import { createNavigation } from './navigation.ts';
import { createPreferences } from './preferences.ts';

function windowOf(width: 'wide' | 'narrow') {
  const windowActivity = createStore(true);
  const navigation = createNavigation();
  const preferences = createPreferences({ getItem: () => null, setItem: () => undefined });
  const media = { matches: width === 'narrow', change: (): void => undefined };
  const visibility = createConversationVisibility(windowActivity, navigation, preferences, {
    get matches() {
      return media.matches;
    },
    addEventListener(_: string, listener: unknown) {
      media.change = listener as () => void; // Called without an event, which the listener ignores.
    },
  });
  return { windowActivity, navigation, preferences, media, visibility };
}

test('an open conversation is visible while the window is active and no dialog covers it', () => {
  const { windowActivity, navigation, visibility } = windowOf('wide');
  expect(visibility.get()).toBe(true);
  navigation.show('settings');
  expect(visibility.get()).toBe(false);
  navigation.show(undefined);
  expect(visibility.get()).toBe(true);
  windowActivity.set(false);
  expect(visibility.get()).toBe(false);
});

test('details hide the conversation in a narrow window only', () => {
  const { preferences, media, visibility } = windowOf('wide');
  preferences.change({ details: true });
  expect(visibility.get()).toBe(true);
  media.matches = true;
  media.change();
  expect(visibility.get()).toBe(false);
  preferences.change({ details: false });
  expect(visibility.get()).toBe(true);
});
