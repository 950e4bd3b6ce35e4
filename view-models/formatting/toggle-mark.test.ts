import { expect, test } from 'vitest';
import { toggleMark } from './toggle-mark.ts';

/** The selection between `‹` and `›`. */
function toggled(drawn: string, mark: string): string {
  const written = drawn.replace(/[‹›]/g, '');
  const selection = { start: drawn.indexOf('‹'), end: drawn.indexOf('›') - 1 };
  const { replaced, text, selected } = toggleMark(written, selection, mark);
  const after = written.slice(0, replaced.start) + text + written.slice(replaced.end);
  return `${after.slice(0, selected.start)}‹${after.slice(selected.start, selected.end)}›${after.slice(selected.end)}`;
}

test.each([
  ['a ‹word› b', '**', 'a **‹word›** b'],
  ['a **‹word›** b', '**', 'a ‹word› b'],
  ['a ‹**word**› b', '**', 'a ‹word› b'],
  ['a‹ word ›b', '*', 'a *‹word›* b'],
  ['a **‹word›** b', '*', 'a ***‹word›*** b'],
  ['a ***‹word›*** b', '*', 'a **‹word›** b'],
  ['a ***‹word›*** b', '**', 'a *‹word›* b'],
  ['‹›', '**', '**‹›**'],
  ['**‹›**', '**', '‹›'],
  ['‹two\nlines›', '`', '`‹two\nlines›`'],
])('%s with %s becomes %s', (before, mark, after) => {
  expect(toggled(before, mark)).toBe(after);
});
