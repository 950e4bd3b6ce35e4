import { expect, test } from 'vitest';
import { ok } from '../../protocol/errors.ts';
import type { ShellHandlers } from '../../shell/shell.ts';
import { silentLogger } from '../../test/support/silent-logger.ts';
import { type ShellOptions, serveShell } from './serve-shell.ts';

type Handler = (event: object, ...args: unknown[]) => unknown;

/** An ipcMain that the test calls, as a page would. */
function serve(isTrusted = true) {
  const called: [string, ...unknown[]][] = [];
  const channels = new Map<string, Handler>();
  const note =
    (name: string) =>
    (...args: unknown[]) =>
      void called.push([name, ...args]);
  const handlers: ShellHandlers = {
    servers: () => [],
    startsOn: () => undefined,
    forgetServer: async () => [],
    connect: async (server, passphrase) => {
      note('connect')(server, passphrase);
      return ok({ url: 'http://home.example:5002' });
    },
    startServer: async () => ok({ url: 'http://home.example:5002' }),
    hostedServer: () => ({ state: 'absent', reach: 'network', addresses: [] }),
    inviteToServer: async () => ok('parley://home.example:5002/?invite=abc'),
    autostart: () => 'off',
    setAutostart: async (start) => {
      note('setAutostart')(start);
      return start;
    },
    runServer: note('runServer'),
    setServerReach: note('setServerReach'),
    windowState: () => ({ focused: true, visible: true }),
    setBadge: note('setBadge'),
    setTheme: note('setTheme'),
    notify: note('notify'),
    withdraw: note('withdraw'),
    setMenuEnabled: note('setMenuEnabled'),
    openExternal: note('openExternal'),
    copyText: note('copyText'),
    quit: note('quit'),
  };
  const keep = (channel: string, handler: unknown) => channels.set(channel, handler as Handler);
  const ipc = { handle: keep, on: keep } as unknown as ShellOptions['ipc']; // The two functions that are used.
  serveShell({ ipc, isTrusted: () => isTrusted, handlers, logger: silentLogger });
  return { called, call: (name: string, ...args: unknown[]) => channels.get(`shell:${name}`)?.({}, ...args) };
}

test('a request with valid arguments reaches its handler and gets its answer', async () => {
  const { call, called } = serve();
  expect(await call('connect', 'home.example', undefined)).toEqual(ok({ url: 'http://home.example:5002' }));
  expect(called).toEqual([['connect', 'home.example', undefined]]);
});

test.each([
  ['connect', [7]],
  ['connect', ['home.example', 7]],
  ['connect', ['home.example', 'a passphrase', 'more']],
  ['setBadge', [{ count: -1, dot: false }]],
  ['setBadge', [{ count: 1, dot: false, more: 1 }]],
  ['notify', [{ conversation: '', title: 'x' }]],
  ['notify', [{ conversation: 'a', title: 'x'.repeat(301) }]],
  ['notify', [{ conversation: 'a', title: 'x', body: 'x'.repeat(301) }]],
  ['setTheme', ['blue']],
  ['setServerReach', ['internet']],
  ['runServer', ['yes']],
  ['setAutostart', ['always']],
  ['quit', [1]],
])('%s with the arguments %j does not reach its handler', async (name, args) => {
  const { call, called } = serve();
  await Promise.resolve(call(name, ...args)).catch(() => undefined);
  expect(called).toEqual([]);
});

test('calls from another page are refused', async () => {
  const { call, called } = serve(false);
  await expect(call('connect', 'home.example')).rejects.toThrow('not Parley’s');
  call('quit');
  expect(called).toEqual([]);
});
