import fc from 'fast-check';
import { expect, test } from 'vitest';
import { address, canonicalName, parseTypedName, serverName, username } from './ids.ts';

const isName = (text: string) => username.safeParse(text).success;
const isServer = (text: string) => serverName.safeParse(text).success;

test('2.1 a username has single separators between letters and digits', () => {
  expect(['a', 'alice', 'al.ice', 'al_i-ce.2', '0', 'a'.repeat(32)].filter((name) => !isName(name))).toEqual(
    [],
  );
  const refused = ['', 'alice.', 'alice-', 'alice_', '.alice', '-alice', '_alice', 'al..ice', 'al--ice'];
  const alsoRefused = ['al__ice', 'al._ice', 'al-.ice', 'Alice', 'al ice', 'älice', 'a'.repeat(33)];
  expect([...refused, ...alsoRefused].filter(isName)).toEqual([]);
});

test('2.1 punctuation around a username never makes another username', () => {
  const separators = fc.string({ unit: fc.constantFrom('.', '-', '_'), minLength: 1, maxLength: 3 });
  const name = fc.stringMatching(/^[a-z0-9]{1,20}$/);
  fc.assert(
    fc.property(name, separators, (alice, around) => {
      expect([`${alice}${around}`, `${around}${alice}`].filter(isName)).toEqual([]);
    }),
  );
});

test('2.2 a server name is shaped like a host name', () => {
  expect(
    ['home', 'home.example', 'xn--bcher-kva.example', '10.0.0.1'].filter((name) => !isServer(name)),
  ).toEqual([]);
  expect(
    ['', 'home.', '.home', 'home..example', 'home-.example', 'home.-example', 'home_x'].filter(isServer),
  ).toEqual([]);
});

test('an address is a username at a server name', () => {
  const isAddress = (text: string) => address.safeParse(text).success;
  expect(isAddress('al.ice@home.example')).toBe(true);
  expect(
    ['alice.@home', 'al..ice@home', 'alice@home..example', 'alice@home.', '@home', 'alice@'].filter(
      isAddress,
    ),
  ).toEqual([]);
});

test.each(['Ann', ' ann ', '@ann', '“ann”.', '<ann>', '(@Ann)', '\u2060ann\u200b', 'ann,'])(
  '%j is ann',
  (typed) => {
    expect(canonicalName(typed)).toBe('ann');
  },
);

test('a typed name may include its server', () => {
  expect(parseTypedName('Ann@Home.Example.')).toEqual({ username: 'ann', server: 'home.example' });
  expect(parseTypedName('ann')).toEqual({ username: 'ann' });
  for (const typed of ['', '@', 'ann@', 'a b', 'ann@home@home'])
    expect(parseTypedName(typed)).toBeUndefined();
});
