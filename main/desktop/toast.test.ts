import { expect, test } from 'vitest';
import { readNoticeLink } from '../links/notice-link.ts';
import { toastXml } from './toast.ts';

test('a toast opens its conversation by a link that any instance can handle', () => {
  const xml = toastXml({ conversation: 'a-Z_9', title: 'Ann', body: 'hello' });
  expect(xml).toBe(
    '<toast activationType="protocol" launch="parley:conversation/a-Z_9"><visual><binding template="ToastGeneric"><text>Ann</text><text>hello</text></binding></visual></toast>',
  );
  const [, launch = ''] = /launch="([^"]+)"/.exec(xml) ?? [];
  expect(readNoticeLink(launch)).toBe('a-Z_9');
});

test('a toast shows markup as text', () => {
  const xml = toastXml({ conversation: '"/><x', title: '<b>&"', body: 'a\u0000\u001b[31m\ud800b\n🙂' });
  expect(xml).toContain('<text>&lt;b&gt;&amp;&quot;</text><text>a\ufffd\ufffd[31m\ufffdb\n🙂</text>');
  expect(xml.match(/</g)).toHaveLength(10);
});

test.each([
  'parley:conversation/',
  'parley:conversation/a b',
  'parley:conversation/../x',
  'parley://conversation/x',
  'x',
])('%j leads to no conversation', (text) => {
  expect(readNoticeLink(text)).toBeUndefined();
});

test('an id that is too long is rejected', () => {
  expect(readNoticeLink(`parley:conversation/${'x'.repeat(201)}`)).toBeUndefined();
});
