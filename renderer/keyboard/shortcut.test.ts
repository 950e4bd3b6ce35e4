import { expect, test } from 'vitest';
import { neighbour } from './neighbour.ts';
import { type KeyPress, shortcutOf } from './shortcut.ts';

function press(key: string, more: Partial<KeyPress> = {}): KeyPress {
  const base = { code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  return { ...base, key, target: undefined, ...more };
}

test('shortcuts match letters by character on Latin layouts and by key position on others', () => {
  expect(shortcutOf(press('k', { ctrlKey: true, code: 'KeyE' }), false)).toEqual({ does: 'jump' });
  expect(shortcutOf(press('л', { ctrlKey: true, code: 'KeyK' }), false)).toEqual({ does: 'jump' });
  expect(shortcutOf(press('N', { ctrlKey: true, shiftKey: true }), false)).toEqual({ does: 'newGroup' });
  expect(shortcutOf(press('n', { ctrlKey: true }), false)).toEqual({ does: 'jump' });
  expect(shortcutOf(press('k', { metaKey: true }), true)).toEqual({ does: 'jump' });
  expect(shortcutOf(press('k', { ctrlKey: true }), true)).toBeUndefined();
  expect(shortcutOf(press('k'), false)).toBeUndefined();
  expect(shortcutOf(press('f', { ctrlKey: true }), false)).toEqual({ does: 'search' });
  expect(shortcutOf(press('F', { ctrlKey: true, shiftKey: true }), false)).toEqual({ does: 'searchHere' });
});

test('shortcuts match comma, slash and digits by key position where the layout has other characters there', () => {
  const at = (key: string, code: string) => shortcutOf(press(key, { ctrlKey: true, code }), false);
  expect(at('б', 'Comma')).toEqual({ does: 'settings' });
  expect(at('.', 'Slash')).toEqual({ does: 'shortcuts' });
  expect(at('۳', 'Digit3')).toEqual({ does: 'number', number: 3 });
  expect(at(';', 'Comma')).toBeUndefined();
  expect(at('-', 'Slash')).toBeUndefined();
  expect(at('.', 'Period')).toBeUndefined();
});

test('shortcuts match digits by key position where they need Shift', () => {
  const at = (key: string, code: string, shiftKey = false) =>
    shortcutOf(press(key, { ctrlKey: true, code, shiftKey }), false);
  for (const [index, key] of [...'&é"\'(-è_ç'].entries()) {
    expect(at(key, `Digit${index + 1}`)).toEqual({ does: 'number', number: index + 1 });
  }
  expect(at('à', 'Digit0')).toBeUndefined();
  expect(at('1', 'Digit1', true)).toEqual({ does: 'number', number: 1 });
  expect(at('!', 'Digit1', true)).toBeUndefined();
  expect(at('1', 'Digit2')).toEqual({ does: 'number', number: 1 });
  expect(at('/', 'Digit9')).toEqual({ does: 'shortcuts' });
});

test('End jumps to latest, except in a text field with text', () => {
  expect(shortcutOf(press('End', { target: { value: '' } }), false)).toEqual({ does: 'latest' });
  expect(shortcutOf(press('End', { target: { value: 'x' } }), false)).toBeUndefined();
  const withControl = (more: Partial<KeyPress>) =>
    shortcutOf(press('End', { ctrlKey: true, ...more }), false);
  expect(withControl({ target: { value: '' } })).toEqual({ does: 'latest' });
  expect(withControl({ target: { value: 'x' } })).toBeUndefined();
  expect(withControl({ shiftKey: true })).toBeUndefined();
});

test('next and previous wrap around the list, also among unread conversations', () => {
  const list = [
    { id: 'a', unread: 0 },
    { id: 'b', unread: 0 },
    { id: 'c', unread: 2 },
  ];
  expect(neighbour(list, 'a', 1, false)).toBe('b');
  expect(neighbour(list, 'a', -1, false)).toBe('c');
  expect(neighbour(list, 'c', 1, false)).toBe('a');
  expect(neighbour(list, undefined, 1, false)).toBe('a');
  expect(neighbour(list, undefined, -1, false)).toBe('c');
  expect(neighbour(list, 'a', 1, true)).toBe('c');
  expect(neighbour(list, 'c', 1, true)).toBeUndefined();
  expect(neighbour([], undefined, 1, false)).toBeUndefined();
});
