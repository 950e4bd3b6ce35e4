import { spawnSync } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLogger } from './logger.ts';

function logged(facts: Readonly<Record<string, unknown>>): string {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  createLogger({ level: 'debug', destination }).warn(facts, 'a sentence');
  return lines.join('');
}

test('writes a line of JSON with facts, time and sentence', () => {
  expect(JSON.parse(logged({ port: 5002 }))).toMatchObject({
    port: 5002,
    msg: 'a sentence',
    time: expect.stringMatching(/Z$/),
  });
});

test.each([
  'password',
  'newPassword',
  'authKey',
  'recoveryAuth',
  'token',
  'ownerInvite',
  'text',
  'vault',
  'accountKey',
  'passphrase',
  'body',
])('a field named %s is redacted at any depth', (name) => {
  const line = logged({ [name]: 'marker', within: [{ and: { [name]: 'marker' } }] });
  expect(line).not.toContain('marker');
});

test('bytes are logged as their number', () => {
  expect(JSON.parse(logged({ page: Buffer.from('marker') }))).toMatchObject({ page: '[6 bytes]' });
});

test('an error is logged with its message, code, frames and cause only', () => {
  const cause = Object.assign(new Error('the disk'), { code: 'EIO', request: 'marker' });
  const line = logged({ error: new Error('could not write', { cause }) });
  expect(JSON.parse(line)).toMatchObject({
    error: { message: 'could not write', cause: { message: 'the disk', code: 'EIO' } },
  });
  expect(line).not.toContain('marker');
});

test('text that JSON.parse quotes in an error is redacted', () => {
  try {
    JSON.parse('marker');
  } catch (error) {
    expect(logged({ error })).not.toContain('marker');
  }
});

test('an invite in an address or in an error is redacted', () => {
  const url = 'parley://home.example/?invite=marker&x=1';
  expect(logged({ url, error: new Error(`can’t open ${url}`) })).not.toContain('marker');
  expect(JSON.parse(logged({ url })).url).toBe('parley://home.example/?invite=[redacted]&x=1');
});

type Door = [module: string, create: string, options: string];

const loggers: Door[] = [
  ['server/logger.ts', `createLogger`, `'warn'`],
  ['main/logger.ts', `createLogger`, `'main', {}`],
  ['terminal/logger.ts', `stderrLogger`, `{}`],
];

/** Runs a process that logs by one of the doors to this module. */
function logIn([module, create, options]: Door, facts: string, stderr: 'pipe' | number) {
  const path = join(import.meta.dirname, '..', module);
  const script = `import { ${create} } from ${JSON.stringify(path)};
    ${create}(${options}).warn(${facts}, 'a sentence');
    console.log('went on');`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', stderr],
    encoding: 'utf8',
  });
}

test.each(loggers)('every process redacts the same fields at any depth: %s', (...logger) => {
  const facts = `{ a: { b: [{ c: { password: 'marker', auth: 'marker', vault: 'marker' } }] }, port: 5002 }`;
  const { stderr } = logIn(logger, facts, 'pipe');
  expect(stderr).not.toContain('marker');
  expect(JSON.parse(stderr)).toMatchObject({
    port: 5002,
    msg: 'a sentence',
    time: expect.stringMatching(/Z$/),
  });
});

test.runIf(process.platform === 'linux').each(loggers)(
  'a process goes on when stderr takes nothing: %s',
  (...logger) => {
    expect(logIn(logger, '{}', openSync('/dev/full', 'w')).stdout).toBe('went on\n');
  },
);
