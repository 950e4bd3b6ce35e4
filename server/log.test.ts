import { expect, test } from 'vitest';
import { createLogger, type LogFormat } from './log.ts';

function logged(facts: Readonly<Record<string, unknown>>, format: LogFormat = 'json'): string {
  const lines: string[] = [];
  createLogger('debug', format, { write: (line) => lines.push(line) }).warn(facts, 'a sentence');
  return lines.join('');
}

test('a line is JSON with its facts, its time and its sentence', () => {
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
])('what is named %s does not get in, however deep', (name) => {
  const line = logged({ [name]: 'marker', within: [{ and: { [name]: 'marker' } }] });
  expect(line).not.toContain('marker');
});

test('bytes become their number', () => {
  expect(JSON.parse(logged({ page: Buffer.from('marker') }))).toMatchObject({ page: '[6 bytes]' });
});

test('an error keeps its message, code, frames and cause, and nothing else', () => {
  const cause = Object.assign(new Error('the disk'), { code: 'EIO', request: 'marker' });
  const line = logged({ error: new Error('could not write', { cause }) });
  expect(JSON.parse(line)).toMatchObject({
    error: { message: 'could not write', cause: { message: 'the disk', code: 'EIO' } },
  });
  expect(line).not.toContain('marker');
});

test('what JSON.parse quotes does not get in', () => {
  try {
    JSON.parse('marker');
  } catch (error) {
    expect(logged({ error })).not.toContain('marker');
  }
});

test('a line for a person is one line with clock, level, sentence and facts', () => {
  const error = Object.assign(new Error('the disk\nis gone'), { code: 'EIO' });
  const line = logged({ url: 'http://127.0.0.1:5002', error, odd: 'a\u001b[31m b' }, 'text');
  expect(line).toMatch(
    /^\d\d:\d\d:\d\d warning a sentence {2}url=http:\/\/127\.0\.0\.1:5002 {2}error="the disk\\nis gone" \(EIO\) {2}odd="a\\u001b\[31m b"\n$/,
  );
});

test('no secret gets into a line for a person', () => {
  expect(logged({ token: 'marker', within: [{ text: 'marker' }] }, 'text')).not.toContain('marker');
});
