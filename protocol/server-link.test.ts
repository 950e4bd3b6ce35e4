import { expect, test } from 'vitest';
import { address, fingerprint } from './ids.ts';
import { formatInviteLink, parseServerLink } from './server-link.ts';

const home = 'http://home.example:5002';

test.each([
  ['home.example', home],
  ['HTTP://Home.Example:5002', home],
  ['PARLEY://home.example/', home],
  ['“home.example:5002”.', home],
  ['<http://home.example:5002/>', home],
  ['(home.example)', home],
  ['[home.example]', home],
  ['[http://home.example:5002/]', home],
  ['«home.example»,', home],
  ['\u200b home.example\u2060\ufeff', home],
  ['„https://home.example:443“.', 'https://home.example:443'],
  ['[2001:db8::1]:5002', 'http://[2001:db8::1]:5002'],
  ['[http://[2001:db8::1]]', 'http://[2001:db8::1]:5002'],
  ['https://home.example:443/chat', 'https://home.example:443/chat'],
  ['https://home.example:443/chat/', 'https://home.example:443/chat'],
  ['https://home.example/chat', 'https://home.example:443/chat'],
  ['home.example/a/b?c=d#e', 'http://home.example:80/a/b'],
  ['https://home.example:443/chat].', 'https://home.example:443/chat'],
])('the address %j opens %s', (typed, url) => {
  expect(parseServerLink(typed)).toEqual({ url });
});

test.each([
  'https://bank.example@evil.example',
  'bank.example@evil.example',
  'https://bank.example:443@evil.example/chat',
  'https://:secret@evil.example',
  'parley://bank.example@evil.example/?invite=a-token',
])('refuses an address with text before its host: %j', (typed) => {
  expect(parseServerLink(typed)).toBeUndefined();
});

test.each(['', '“”', 'not an address', 'home.example/a b', 'home.example/a%20b', 'ftp://home.example', '..'])(
  '%j leads nowhere',
  (typed) => {
    expect(parseServerLink(typed)).toBeUndefined();
  },
);

test.each(['http://home.example:5002', 'https://home.example:443/chat', 'http://[2001:db8::1]:5002'])(
  'an invite link to %s leads back there, whatever stands around it',
  (url) => {
    const link = formatInviteLink(url, 'a-token');
    for (const pasted of [link, `“${link}”.`, `<${link}>`, `[${link}]`, link.replace('parley', 'PARLEY')]) {
      expect(parseServerLink(pasted)).toEqual({ url, invite: 'a-token' });
    }
  },
);

const alice = {
  address: address.parse('alice@home.example'),
  fingerprint: fingerprint.parse('7k2fq0m9xa7k2fq0m9xa7k2fq'),
};

test.each(['http://home.example:5002', 'https://home.example:443/chat'])(
  'an invite link to %s says whose key the inviter’s is, whatever stands around it',
  (url) => {
    const link = formatInviteLink(url, 'a-token', alice);
    const upper = link.replace(alice.fingerprint, alice.fingerprint.toUpperCase());
    for (const pasted of [link, `“${link}”.`, `<${link}>`, `[${link}]`, upper, link.replace('%40', '@')])
      expect(parseServerLink(pasted), pasted).toEqual({ url, invite: 'a-token', inviter: alice });
  },
);

test('a token with signs of its own comes out as it went in', () => {
  const invite = 'a&tls=1&from=mallory@evil.example';
  expect(parseServerLink(formatInviteLink('http://home.example:5002', invite))).toEqual({
    url: home,
    invite,
  });
});

test.each([
  '&from=alice%40home.example',
  '&key=7k2fq0m9xa7k2fq0m9xa7k2fq',
  '&from=alice%40home.example&key=',
  '&from=alice%40home.example&key=7k2fq0m9xa7k2fq0m9xa7k2f',
  '&from=alice%40home.example&key=7k2fq0m9xa7k2fq0m9xa7k2fqq',
  '&from=alice%40home.example&key=7k2fq0m9xa7k2fq0m9xa7k2fu',
  '&from=alice&key=7k2fq0m9xa7k2fq0m9xa7k2fq',
  '&from=<b>alice</b>@home.example&key=7k2fq0m9xa7k2fq0m9xa7k2fq',
])('a link of which a part is missing or wrong is none, and not one without a fingerprint: %s', (rest) => {
  expect(parseServerLink(`parley://home.example/?invite=a-token${rest}`)).toBeUndefined();
});
