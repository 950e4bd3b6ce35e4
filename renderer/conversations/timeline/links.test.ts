import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textParts } from './links.ts';

const urls = (text: string) => textParts(text).flatMap(({ url }) => (url === undefined ? [] : [url]));

test.each([
  ['see https://parley.example/a?b=1#c.', 'https://parley.example/a?b=1#c'],
  ['(http://parley.example)', 'http://parley.example/'],
  ['https://en.example/Ada_(name)', 'https://en.example/Ada_(name)'],
  ['mailto:a@b.example!', 'mailto:a@b.example'],
  ['parley://192.0.2.1:5002/?invite=x', 'parley://192.0.2.1:5002/?invite=x'],
  ['HTTPS://PARLEY.EXAMPLE', 'https://parley.example/'],
])('%s has a link', (text, url) => {
  expect(urls(text)).toEqual([url]);
});

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  'www.parley.example',
  'https://user:secret@evil.example/',
  'https://',
  'xhttps://parley.example'.slice(1, 6),
])('%s has none', (text) => {
  expect(urls(text)).toEqual([]);
});

test('a link ends where the direction of writing is turned around', () => {
  expect(urls('https://good.example/\u202Emoc.live')).toEqual(['https://good.example/']);
});

// A search for a bracket takes the longest where every character's low byte is one's.
test.each([
  ['http://a', '', '.'],
  ['http://a/', 'Ĩ'.repeat(30_000), ')'],
  ['http://a/(', 'Ĩ'.repeat(30_000), '.'],
])('what stands at the end of %s… is taken off as quickly where it is long', (start, middle, end) => {
  const link = start + middle;
  // Were each step as long as the link, this would not end in the time a test has.
  for (let nth = 0; nth < 10; nth += 1) {
    expect(textParts(link + end.repeat(30_000))[0]?.text).toBe(link);
  }
});

test('nothing of a text is lost, and only four schemes ever lead anywhere', () => {
  const words = fc.constantFrom(
    'https://a.example',
    'javascript:x',
    ' ',
    'mailto:',
    '(',
    ')',
    '.',
    '\n',
    'é',
    '://',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(words, fc.string())), (pieces) => {
      const text = pieces.join('');
      expect(
        textParts(text)
          .map((part) => part.text)
          .join(''),
      ).toBe(text);
      for (const url of urls(text)) expect(url).toMatch(/^(https?|mailto|parley):/);
    }),
  );
});
