import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { parseServerConfig, settings } from './config.ts';

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
    warnings: [],
    value: {
      host: '127.0.0.1',
      port: 5002,
      data: './data',
      registration: 'open',
      sessions: 'many',
      rateLimits: true,
      origins: [],
      logLevel: 'info',
      logFormat: 'auto',
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
])('on host %s the registration policy is %s by default', (host, registration) => {
  expect(parse({ argv: ['--host', host] })).toMatchObject({ value: { registration } });
});

test('text is read as what the setting is', () => {
  const argv = ['--rate-limits', 'off', '--argon2-memory-kib', '65536', '--origins', 'a://b,c://d'];
  expect(parse({ argv })).toMatchObject({
    value: { rateLimits: false, argon2MemoryKib: 65_536, origins: ['a://b', 'c://d'] },
  });
});

test.each<[string, Given, string]>([
  ['an unknown flag', { argv: ['--colour', 'red'] }, 'There is no flag --colour.'],
  [
    'an unknown setting',
    { argv: ['--config', 'x'], file: '{"colour":"red"}' },
    'There is no setting colour.',
  ],
  ['a flag without a value', { argv: ['--port'] }, 'The flag --port needs a value.'],
  ['a word', { argv: ['start'] }, 'start is not a flag.'],
  ['a port that is none', { argv: ['--port', '70000'] }, '--port must be a number from 0 to 65535.'],
  [
    'a number that is none',
    { env: { PARLEY_PORT: 'many' } },
    'PARLEY_PORT must be a number from 0 to 65535.',
  ],
  [
    'a setting of the file',
    { argv: ['--config', 'x'], file: '{"port":"5002"}' },
    'The setting port must be a number from 0 to 65535.',
  ],
  [
    'a policy that does not exist',
    { argv: ['--registration', 'maybe'] },
    '--registration must be open, invite or closed.',
  ],
  ['a switch', { argv: ['--rate-limits', 'perhaps'] }, '--rate-limits must be on or off.'],
  ['an owner’s name that is none', { argv: ['--owner', 'The Boss'] }, '--owner must be a user name: 1 to 32'],
  [
    'a public address without a scheme',
    { argv: ['--public-url', 'home.example'] },
    '--public-url must be an address',
  ],
  [
    'a public address no link can lead to',
    { argv: ['--public-url', 'https://a/b%20c'] },
    '--public-url must be',
  ],
  [
    'a key without its certificate',
    { argv: ['--tls-key', 'key.pem'] },
    '--tls-key needs --tls-certificate beside it.',
  ],
  [
    'a certificate without its key',
    { env: { PARLEY_TLS_CERTIFICATE: 'certificate.pem' } },
    'PARLEY_TLS_CERTIFICATE needs PARLEY_TLS_KEY beside it.',
  ],
  ['a file that is not JSON', { argv: ['--config', 'parley.json'], file: '{' }, 'parley.json is not JSON'],
  [
    'a file that is no object',
    { argv: ['--config', 'parley.json'], file: '[]' },
    'parley.json is not a JSON object',
  ],
])('%s is refused by the name it was given under', (_, given, sentence) => {
  const parsed = parse(given);
  expect(parsed.ok).toBe(false);
  expect(parsed.ok ? '' : parsed.message).toContain(sentence);
});

test.each(Object.keys(settings))('%s is refused in a plain sentence', (name) => {
  const parsed = parse({ argv: ['--config', 'x'], file: JSON.stringify({ [name]: { odd: 1 } }) });
  const half = name.startsWith('tls') ? 'needs' : 'must be';
  expect(parsed).toMatchObject({
    ok: false,
    message: expect.stringContaining(`The setting ${name} ${half} `),
  });
});

test('variables of a service called parley, from Kubernetes or Docker, are passed over with a warning', () => {
  const env = {
    PARLEY_SERVICE_HOST: '10.0.0.1',
    PARLEY_SERVICE_PORT: '5002',
    PARLEY_PORT: 'tcp://10.0.0.1:5002',
    PARLEY_PORT_5002_TCP_ADDR: '10.0.0.1',
    PARLEY_NAME: '/web/parley',
    PARLEY_HOST: '::1',
  };
  const { ok, warnings, ...rest } = parse({ env });
  expect({ ok, ...rest }).toMatchObject({ ok: true, value: { port: 5002, host: '::1' } });
  expect(warnings).toEqual([
    'Not settings of the server, and ignored: PARLEY_NAME, PARLEY_PORT, PARLEY_PORT_5002_TCP_ADDR, PARLEY_SERVICE_HOST, PARLEY_SERVICE_PORT.',
  ]);
});

test.each([
  ['https://home.example', 'https://home.example:443'],
  ['http://home.example/chat/', 'http://home.example:80/chat'],
  ['https://home.example:8443/a/b', 'https://home.example:8443/a/b'],
])('the public address %s is %s, where registration needs an invite', (given, publicUrl) => {
  expect(parse({ argv: ['--public-url', given] })).toMatchObject({
    value: { publicUrl, registration: 'invite' },
  });
});

test.each([
  ['a byte order mark', Buffer.from('\ufeff{"port":7}\r\n')],
  ['UTF-16', Buffer.from('\ufeff{"port":7}\r\n', 'utf16le')],
])('a file with %s is read', async (_, content) => {
  const file = join(await temporaryFolder(), 'parley.json');
  await writeFile(file, content);
  expect(parseServerConfig({ argv: ['--config', file], env: {} })).toMatchObject({ value: { port: 7 } });
});

test('a file in another encoding is refused by name', async () => {
  const file = join(await temporaryFolder(), 'parley.json');
  await writeFile(file, Buffer.from('{"name":"bücher"}', 'latin1'));
  expect(parseServerConfig({ argv: ['--config', file], env: {} })).toMatchObject({
    message: `The configuration file ${file} is not text in UTF-8. Save it as UTF-8, or start without it.`,
  });
});

test('a file that can’t be read is refused by name', () => {
  expect(parseServerConfig({ argv: ['--config', '/nowhere/parley.json'], env: {} })).toMatchObject({
    message: expect.stringContaining('/nowhere/parley.json can’t be read'),
  });
});
