import { expect, test } from 'vitest';
import { parseLaunchArguments } from './launch-arguments.ts';

test.each([
  {
    name: "Playwright's",
    argv: [
      '-r',
      '/loader.js',
      '--no-sandbox',
      '--inspect=0',
      '--remote-debugging-port=0',
      '/app',
      '--flag',
      'parley:x',
    ],
    parsed: { preloads: ['/loader.js'], app: '/app' },
  },
  { name: 'a plain start', argv: ['.'], parsed: { preloads: [], app: '.' } },
  { name: 'a packaged start', argv: ['--hidden'], parsed: { preloads: [], app: undefined } },
  {
    name: 'two preloads',
    argv: ['--require', 'a', '-r', 'b'],
    parsed: { preloads: ['a', 'b'], app: undefined },
  },
])('$name command line', ({ argv, parsed }) => {
  expect(parseLaunchArguments(argv)).toEqual(parsed);
});
