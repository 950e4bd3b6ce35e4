import { expect, test } from 'vitest';
import type { WindowState } from '../../shell/shell.ts';
import { createAttention } from './attention.ts';

const before = { focused: false, visible: false };
const looked = { focused: true, visible: true };

function windowThatTells() {
  const answer = Promise.withResolvers<WindowState>();
  const listeners = new Set<(state: WindowState) => void>();
  const attention = createAttention({
    windowState: () => answer.promise,
    onWindowState(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  return {
    attention,
    answer: (state: WindowState) => answer.resolve(state),
    tell(state: WindowState) {
      for (const listener of listeners) listener(state);
    },
  };
}

test('how the window is when asked counts until it changes', async () => {
  const { attention, answer, tell } = windowThatTells();
  answer(looked);
  await expect.poll(attention.get).toBe(true);
  tell({ focused: true, visible: false });
  expect(attention.get()).toBe(false);
});

test('an answer that comes after a change is an old one', async () => {
  const { attention, answer, tell } = windowThatTells();
  tell(looked);
  answer(before);
  await new Promise(setImmediate);
  expect(attention.get()).toBe(true);
});
