import { expect, test } from 'vitest';
import { systemLocaleOf } from './system-locale.ts';

test.each([
  ['linux', { LC_TIME: 'en_GB.UTF-8' }, 'en-GB'],
  ['linux', { LC_TIME: 'en_GB.UTF-8', LC_ALL: 'de_AT@euro' }, 'de-AT'],
  ['linux', { LC_ALL: '', LC_TIME: 'ast_ES' }, 'ast-ES'],
  ['linux', { LC_ALL: 'C.UTF-8' }, 'en-US'],
  ['linux', {}, 'en-US'],
  ['darwin', { LC_TIME: 'en_GB.UTF-8' }, 'en-US'],
] as const)('on %s with %o dates are written as in %s', (platform, environment, locale) => {
  expect(systemLocaleOf(platform, environment, 'en-US')).toBe(locale);
});
