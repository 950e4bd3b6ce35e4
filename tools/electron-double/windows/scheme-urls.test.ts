import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addScheme, fromPageUrl, toPageUrl } from './scheme-urls.ts';

addScheme('app');

test('every app:// address survives the way to the page and back', () => {
  fc.assert(
    fc.property(fc.domain(), fc.webPath(), (host, path) => {
      const url = `app://${host}${path || '/'}`;
      expect(toPageUrl(url)).toMatch(/^https:/);
      expect(fromPageUrl(toPageUrl(url))).toBe(url);
    }),
  );
});

test.each(['https://example.org/x', 'file:///index.html', 'https://x.other.internal/', 'about:blank'])(
  '%s is left alone',
  (url) => {
    expect([toPageUrl(url), fromPageUrl(url)]).toEqual([url, url]);
  },
);
