import { expect, test } from 'vitest';
import type { EngineEvents } from '../engine/api/api.ts';
import { createNoticeBoard } from './notices.ts';

test('the notice that the disk has space again takes the place of the one that it is full, and passes', () => {
  let emit: (notice: EngineEvents['notice']) => void = () => undefined;
  const board = createNoticeBoard({
    on(event, listener) {
      if (event === 'notice') emit = listener as typeof emit;
      return () => undefined;
    },
  });
  const shown = () => board.get().map(({ code, sticky }) => [code, sticky]);
  emit({ code: 'message-missing', text: '' });
  emit({ code: 'storage-full', text: '' });
  emit({ code: 'storage-full', text: '' });
  expect(shown()).toEqual([
    ['message-missing', true],
    ['storage-full', true],
  ]);
  emit({ code: 'storage-freed', text: '' });
  expect(shown()).toEqual([
    ['message-missing', true],
    ['storage-freed', false],
  ]);
});
