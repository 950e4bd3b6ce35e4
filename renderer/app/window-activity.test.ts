import { expect, test } from 'vitest';
import type { WindowState } from '../../shell/shell.ts';
import { createWindowActivity } from './window-activity.ts';

const before = { focused: false, visible: false };
const looked = { focused: true, visible: true };

function testWindow() {
  const answer = Promise.withResolvers<WindowState>();
  const listeners = new Set<(state: WindowState) => void>();
  const activity = createWindowActivity({
    windowState: () => answer.promise,
    onWindowState(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  return {
    activity,
    answer: (state: WindowState) => answer.resolve(state),
    emit(state: WindowState) {
      for (const listener of listeners) listener(state);
    },
  };
}

test('the window’s state applies until an event changes it', async () => {
  const { activity, answer, emit } = testWindow();
  answer(looked);
  await expect.poll(activity.get).toBe(true);
  emit({ focused: true, visible: false });
  expect(activity.get()).toBe(false);
});

test('an answer that arrives after an event is ignored', async () => {
  const { activity, answer, emit } = testWindow();
  emit(looked);
  answer(before);
  await new Promise(setImmediate);
  expect(activity.get()).toBe(true);
});
