import { expect, test } from 'vitest';
import { createStore } from '../../view-models/store.ts';
import { createNavigation } from './navigation.ts';
import { createPreferences } from './preferences.ts';
import { createWatching } from './watching.ts';

function windowOf(width: 'wide' | 'narrow') {
  const attention = createStore(true);
  const navigation = createNavigation();
  const preferences = createPreferences({ getItem: () => null, setItem: () => undefined });
  const media = { matches: width === 'narrow', tell: (): void => undefined };
  const watching = createWatching(attention, navigation, preferences, {
    get matches() {
      return media.matches;
    },
    addEventListener(_: string, listener: unknown) {
      media.tell = listener as () => void; // Told without an event, which isn't looked at.
    },
  });
  return { attention, navigation, preferences, media, watching };
}

test('an open conversation is watched while the window is, and no dialog lies over it', () => {
  const { attention, navigation, watching } = windowOf('wide');
  expect(watching.get()).toBe(true);
  navigation.show('settings');
  expect(watching.get()).toBe(false);
  navigation.show(undefined);
  expect(watching.get()).toBe(true);
  attention.set(false);
  expect(watching.get()).toBe(false);
});

test('details cover it in a narrow window only', () => {
  const { preferences, media, watching } = windowOf('wide');
  preferences.change({ details: true });
  expect(watching.get()).toBe(true);
  media.matches = true;
  media.tell();
  expect(watching.get()).toBe(false);
  preferences.change({ details: false });
  expect(watching.get()).toBe(true);
});
