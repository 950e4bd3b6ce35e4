import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textParts } from './links.ts';

const urls = (text: string) => textParts(text).flatMap(({ url }) => (url === undefined ? [] : [url]));

const links = (text: string) =>
  textParts(text).flatMap(({ text: shown, url }) => (url === undefined ? [] : [shown]));

test.each([
  ['Siehe „https://a.example/seite“.', 'https://a.example/seite'],
  ['“https://a.example/page”', 'https://a.example/page'],
  ['https://a.example/page’s', 'https://a.example/page'],
  ['«https://a.example/page»', 'https://a.example/page'],
  ['»https://a.example/page«', 'https://a.example/page'],
  ['‹https://a.example/page›', 'https://a.example/page'],
  ['‚https://a.example/page‘', 'https://a.example/page'],
  ['"https://a.example/page"', 'https://a.example/page'],
  ["'https://a.example/page'", 'https://a.example/page'],
  ['`https://a.example/page`', 'https://a.example/page'],
  ['<https://a.example/page>', 'https://a.example/page'],
  ['**https://a.example/page**', 'https://a.example/page'],
  ['[a page](https://a.example/page)', 'https://a.example/page'],
  ['（https://a.example/page）', 'https://a.example/page'],
  ['「https://a.example/page」', 'https://a.example/page'],
  ['【https://a.example/page】', 'https://a.example/page'],
  ['https://a.example/page。谢谢', 'https://a.example/page'],
  ['请看https://a.example/page，谢谢', 'https://a.example/page'],
  ['https://a.example/page、', 'https://a.example/page'],
  ['https://a.example/page！', 'https://a.example/page'],
  ['https://a.example/page،', 'https://a.example/page'],
  ['https://a.example/page؟', 'https://a.example/page'],
  ['https://a.example/page।', 'https://a.example/page'],
  ['https://a.example/page—really', 'https://a.example/page'],
  ['https://a.example/page – really', 'https://a.example/page'],
  ['https://a.example/page…', 'https://a.example/page'],
  ['https://a.example/page...', 'https://a.example/page'],
  ['https://a.example/page: this', 'https://a.example/page'],
  ['see https://a.example/a?b=1#c.', 'https://a.example/a?b=1#c'],
  ['(http://a.example)', 'http://a.example'],
])('a link ends before the punctuation of its sentence: %s', (text, link) => {
  expect(links(text)).toEqual([link]);
});

test.each([
  'https://a.example/watch?v=XUaMuKf7xG_',
  'https://a.example/~',
  'https://a.example/?id[]=3&tag[]',
  "https://a.example/Murphy's_law",
  'https://a.example/wiki/Foo_(bar)',
  'https://a.example/a--b/a-',
  'https://a.example/a,b;c=d!e',
  'https://a.example/100%',
  'https://a.example/x&',
  'https://a.example/#/a/b/',
  'https://a.example/@ann/1',
  'https://de.a.example/wiki/Straße',
  'https://fa.a.example/wiki/می‌خواهم',
  'https://a.example:8080/x',
  'http://192.0.2.1:5002/x',
  'http://[2001:db8::1]/x',
  'http://server/x',
  'HTTPS://A.EXAMPLE/',
])('the whole of %s is a link', (link) => {
  expect(links(link)).toEqual([link]);
  expect(links(`as in ${link}, or (${link}).`)).toEqual([link, link]);
});

test.each([
  ['(see https://a.example/wiki/Foo_(bar))', 'https://a.example/wiki/Foo_(bar)'],
  ['(https://a.example/wiki/Foo_(bar).)', 'https://a.example/wiki/Foo_(bar)'],
  ['https://a.example/wiki/Foo_(bar).)', 'https://a.example/wiki/Foo_(bar)'],
])('a link keeps only its own brackets: %s', (text, link) => {
  expect(links(text)).toEqual([link]);
});

test.each([
  ['HTTPS://A.EXAMPLE', 'https://a.example/'],
  ['www.a.example/x.', 'https://www.a.example/x'],
  ['请看www.a.example', 'https://www.a.example/'],
  ['mailto:a@b.example!', 'mailto:a@b.example'],
  ['ask ann.b+c@d.example.', 'mailto:ann.b+c@d.example'],
  ['(ann@d.example)', 'mailto:ann@d.example'],
  ['parley://192.0.2.1:5002/?invite=x', 'parley://192.0.2.1:5002/?invite=x'],
])('the link %s opens %s', (text, url) => {
  expect(urls(text)).toEqual([url]);
});

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  'ftp://a.example/',
  '//a.example/x',
  'a.example',
  'readme.md',
  'www.',
  'www.x',
  '@ann',
  'ann@server',
  'https://user:secret@evil.example/',
  'https://bank.example@evil.example/x',
  'www.bank.example@evil.example',
  'https://',
  'xhttps://a.example',
])('%s contains no link', (text) => {
  expect(urls(text)).toEqual([]);
});

test('an overlong link stays text', () => {
  expect(urls(`https://a.example/${'x'.repeat(1_982)}`)).toHaveLength(1);
  expect(urls(`https://a.example/${'x'.repeat(1_983)}`)).toEqual([]);
  expect(urls(`https://a.example/${'ä'.repeat(400)}`)).toEqual([]);
});

test.each(['\u202e', '\u2067', '\u200b', '\u2060', '\u00ad', '\u3164', '\u2800', '\u{e0041}'])(
  'a link ends before %j, which is not seen or turns the text around',
  (unseen) => {
    expect(urls(`https://good.example/${unseen}moc.live`)).toEqual(['https://good.example/']);
  },
);

test.each([
  // What is taken for a bank, with another alphabet's letters.
  ['https://аррӏе.com/', 'xn--80ak6aa92e.com'],
  ['https://bаnk.example', 'xn--bnk-6cd.example'],
  ['https://ɡoogle.example', 'xn--oogle-qmc.example'],
  ['https://a.example∕b.evil.example', 'a.xn--exampleb-4f7d.evil.example'],
  ['https://a.comノb.example', 'a.xn--comb-xq4c.example'],
  // What the browser turns into something else.
  ['https://ｇood.example/', 'good.example'],
  ['https://0x7f.1/', '127.0.0.1'],
  ['https://goſgle.example', 'gosgle.example'],
  ['ann@bаnk.example', 'xn--bnk-6cd.example'],
])('the link %s shows its real host %s', (text, host) => {
  expect(textParts(text)).toEqual([{ text, url: expect.any(String), host }]);
});

test.each([
  'https://a.example/аррӏе.com',
  'https://bücher.example/',
  'https://Straße.example/',
  'https://пример.рф',
  'https://例え.jp',
  'https://한국.kr/',
  'https://παράδειγμα.ελ',
  'https://xn--bcher-kva.example/',
  'https://A.example:8443',
  'http://[2001:db8::1]:5002/',
  'www.a.example',
  'ann@bücher.example',
  'parley://CHAT.example:5002/?invite=x',
])('the link %s shows no other host', (text) => {
  expect(textParts(text)).toEqual([{ text, url: expect.any(String), host: undefined }]);
});

// Were each step as long as the text, this would not end in the time a test has.
test.each([
  ['http://a', '.'],
  ['http://a/', 'Ĩ'],
  ['http://a/', '('],
  ['http://a/', '(a['],
  ['', 'http://'],
  ['', 'http://a-'],
  ['', 'www.'],
  ['', 'a@a.b'],
  ['@', 'a-'],
  ['http://', 'a.'],
  ['', "http://a/'"],
])('searches a long text of %s%s… for links in linear time', (start, repeated) => {
  const text = start + repeated.repeat(65_000 / repeated.length);
  for (let nth = 0; nth < 10; nth += 1) {
    expect(
      textParts(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
  }
});

test('no text is lost, and only four schemes become links', () => {
  const words = fc.constantFrom(
    ...[
      'https://a.example',
      'www.a.example',
      'javascript:x',
      'mailto:',
      'ann@b.example',
      'parley://c.example/?invite=x',
    ],
    ...[
      ' ',
      '(',
      ')',
      '.',
      '\n',
      'é',
      '://',
      '@',
      '“',
      '。',
      '\u202e',
      '\u{e0041}',
      'https://a@b.example',
      '/',
      '?',
      '*',
    ],
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(words, fc.string({ unit: 'binary' }))), (pieces) => {
      const text = pieces.join('');
      expect(
        textParts(text)
          .map((part) => part.text)
          .join(''),
      ).toBe(text);
      for (const { url, text: shown, host } of textParts(text)) {
        if (url === undefined) continue;
        expect(url).toMatch(/^(https?|mailto|parley):/);
        expect(new URL(url).username).toBe('');
        // Where a web page's link leads is in front of one: in its text, or beside it.
        const { protocol, hostname } = new URL(url);
        if (!/^https?:$/.test(protocol) || hostname.includes('xn--')) continue;
        expect(host ?? shown.toLowerCase()).toContain(hostname);
      }
    }),
  );
});
