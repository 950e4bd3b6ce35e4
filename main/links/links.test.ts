import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { expect, test } from 'vitest';
import { parseServerLink } from '../../protocol/server-link.ts';
import { hostileStrings } from '../../test/window/support/hostile-strings.ts';
import { outsideLink, readDeepLink } from './deep-link.ts';
import { createLinkInbox } from './link-inbox.ts';

test('only web and mail links open outside of the app', () => {
  expect(outsideLink('https://parley.example/a b')).toBe('https://parley.example/a%20b');
  expect(outsideLink('mailto:alice@parley.example')).toBe('mailto:alice@parley.example');
  const links = [
    'javascript:alert(1)',
    'file:///etc/passwd',
    'app://parley/',
    'parley://a/',
    'smb://a/b',
    'https://bank.example@evil.example/',
    'https://:secret@evil.example/',
    '',
  ];
  for (const link of links) expect(outsideLink(link)).toBeUndefined();
});

test('no text opens a scheme other than http, https and mailto', () => {
  for (const text of hostileStrings) expect(outsideLink(text) ?? 'https:').toMatch(/^(https?|mailto):/);
});

test('links from any process wait until the window subscribes', () => {
  const text = 'parley://chat.example:5002/?invite=abc';
  const link = { text, url: 'http://chat.example:5002', invite: 'abc' };
  const app = new EventEmitter();
  const argv = ['/usr/bin/parley', '--flag', text, 'https://chat.example'];
  const { servers, conversations } = createLinkInbox(app as unknown as Pick<App, 'on'>, argv); // Only its events are used.
  app.emit('second-instance', {}, ['parley.exe', 'parley:conversation/abc']);
  app.emit('open-url', { preventDefault: () => undefined }, 'PARLEY://chat.example/');
  const came: unknown[] = [];
  servers.listen((one) => came.push(one));
  conversations.listen((one) => came.push(one));
  const other = { text: 'http://chat.example:5002', url: 'http://chat.example:5002' };
  expect(came).toEqual([link, other, 'abc']);
  app.emit('second-instance', {}, ['parley.exe', 'parley:conversation/def']);
  expect(came.at(-1)).toBe('def');
});

test.each([
  ['parley://chat.example', 'http://chat.example:5002'],
  ['parley://chat.example/?tls=1', 'https://chat.example:5002'],
  [
    'parley://chat.example/bank.example?x=1&invite=abc#bank.example',
    'parley://chat.example:80/bank.example/?invite=abc',
  ],
  [
    'parley://chat.example\\bank.example/?invite=abc&tls=1',
    'parley://chat.example:443/bank.example/?invite=abc&tls=1',
  ],
  ['parley://bücher.example/?invite=abc', 'parley://xn--bcher-kva.example:5002/?invite=abc'],
  ['parley://%65vil.example/', 'http://evil.example:5002'],
  ['parley://chat.example/?invite=a%26tls%3D1', 'parley://chat.example:5002/?invite=a%26tls%3D1'],
])('%s is shown as %s before the app connects', (link, shown) => {
  const read = readDeepLink(link);
  expect(read?.text).toBe(shown);
  expect(parseServerLink(shown)).toEqual({ url: read?.url, ...(read?.invite && { invite: read.invite }) });
});

test('links that do not point to a server are rejected', () => {
  const texts = [
    'parley://bank.example@evil.example/?invite=x',
    'parley://bank.example:80@evil.example',
    'parley://bank.example%2f@evil.example',
    'parley:add/alice',
    'parley://',
    'http://chat.example',
    `parley://a/?${'x'.repeat(2_000)}`,
  ];
  for (const text of texts) expect(readDeepLink(text)).toBeUndefined();
});

test('a deep link’s host has the characters of a host name only', () => {
  for (const host of ['{{a}}', 'a&b', 'a;b', '"a"', '$(id)', "a'b", 'a,b', 'a=1']) {
    expect(readDeepLink(`parley://${host}/`)).toBeUndefined();
  }
  for (const host of ['a_b', 'CHAT.example', 'bücher.example', '192.0.2.1', '[2001:db8::1]']) {
    expect(readDeepLink(`parley://${host}/`)?.url).toMatch(/^http:\/\/[a-z0-9._:[\]-]+:5002$/);
  }
});
