import { expect, test } from 'vitest';
import { ok, refuse } from '../../protocol/errors.ts';
import { serverName } from '../../protocol/ids.ts';
import { addressFromTyped } from './names.ts';

const home = serverName.parse('home.example');

test.each([
  'bob',
  ' Bob ',
  'Ｂｏｂ',
  'bob@home.example',
  'BOB@HOME.example',
  'ｂｏｂ＠ｈｏｍｅ．ｅｘａｍｐｌｅ',
])('%j names bob@home.example', (typed) => {
  expect(addressFromTyped(typed, home)).toEqual(ok('bob@home.example'));
});

test.each(['', '@', 'bob@', 'bob@elsewhere.example', 'bob@home.example@home.example', 'b ob', '-bob'])(
  '%j names no account',
  (typed) => {
    expect(addressFromTyped(typed, home)).toEqual(refuse('no-such-user'));
  },
);
