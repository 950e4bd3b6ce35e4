import { expect, test } from 'vitest';
import { parseServerConfig } from './config.ts';

interface Given {
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly file?: string;
}

function parse({ argv = [], env = {}, file = '{}' }: Given) {
  return parseServerConfig({ argv, env, readFile: () => file });
}

test('nothing given means a server for this computer', () => {
  expect(parse({})).toEqual({
    ok: true,
    value: {
      host: '127.0.0.1',
      port: 5002,
      data: './data',
      registration: 'open',
      sessions: 'many',
      rateLimits: true,
      peers: [],
      origins: [],
      logLevel: 'info',
    },
  });
});

test('flags come before the environment, and that before the file', () => {
  const file = JSON.stringify({ port: 1, host: 'file.example', name: 'file.example' });
  const env = { PARLEY_CONFIG: 'parley.json', PARLEY_PORT: '2', PARLEY_HOST: 'env.example', HOME: '/' };
  expect(parse({ argv: ['--port', '3'], env, file })).toMatchObject({
    value: { port: 3, host: 'env.example', name: 'file.example' },
  });
});

test.each([
  ['127.0.0.1', 'open'],
  ['127.9.9.9', 'open'],
  ['::1', 'open'],
  ['localhost', 'open'],
  ['0.0.0.0', 'invite'],
  ['chat.example', 'invite'],
])('whoever can reach %s registers by default as %s says', (host, registration) => {
  expect(parse({ argv: ['--host', host] })).toMatchObject({ value: { registration } });
});

test('text is read as what the setting is', () => {
  const argv = ['--rate-limits', 'off', '--argon2-memory-kib', '65536', '--origins', 'a://b,c://d'];
  expect(parse({ argv })).toMatchObject({
    value: { rateLimits: false, argon2MemoryKib: 65_536, origins: ['a://b', 'c://d'] },
  });
});

test.each<[string, Given, string]>([
  ['an unknown flag', { argv: ['--colour', 'red'] }, '--colour'],
  ['an unknown variable', { env: { PARLEY_COLOUR: 'red' } }, 'PARLEY_COLOUR'],
  ['an unknown setting', { argv: ['--config', 'x'], file: '{"colour":"red"}' }, 'colour'],
  ['a flag without a value', { argv: ['--port'] }, '--port'],
  ['a word', { argv: ['start'] }, 'start'],
  ['a port that is none', { argv: ['--port', '70000'] }, 'port'],
  ['a number that is none', { env: { PARLEY_PORT: 'many' } }, 'port'],
  ['a policy that does not exist', { argv: ['--registration', 'maybe'] }, 'registration'],
  ['half a certificate', { argv: ['--tls-key', 'key.pem'] }, 'tlsCertificate'],
  ['a file that is not JSON', { argv: ['--config', 'parley.json'], file: '{' }, 'parley.json is not JSON'],
  [
    'a file that is no object',
    { argv: ['--config', 'parley.json'], file: '[]' },
    'parley.json is not a JSON object',
  ],
])('%s is refused by name', (_, given, name) => {
  const parsed = parse(given);
  expect(parsed.ok).toBe(false);
  expect(parsed.ok ? '' : parsed.message).toContain(name);
});

test('a file that can’t be read is refused by name', () => {
  expect(parseServerConfig({ argv: ['--config', '/nowhere/parley.json'], env: {} })).toMatchObject({
    message: expect.stringContaining('/nowhere/parley.json can’t be read'),
  });
});
