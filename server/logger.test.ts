import { expect, test } from 'vitest';
import { createLogger } from './logger.ts';

function logged(facts: Readonly<Record<string, unknown>>): string {
  const lines: string[] = [];
  createLogger('debug', 'text', { write: (line) => lines.push(line) }).warn(facts, 'a sentence');
  return lines.join('');
}

test('a line for a person is one line with clock, level, sentence and facts', () => {
  const error = Object.assign(new Error('the disk\nis gone'), { code: 'EIO' });
  const line = logged({ url: 'http://127.0.0.1:5002', error, odd: 'a\u001b[31m b' });
  expect(line).toMatch(
    /^\d\d:\d\d:\d\d warning a sentence {2}url=http:\/\/127\.0\.0\.1:5002 {2}error="the disk\\nis gone" \(EIO\) {2}odd="a\\u001b\[31m b"\n$/,
  );
});

test('no secret gets into a line for a person', () => {
  expect(logged({ token: 'marker', within: [{ text: 'marker' }] })).not.toContain('marker');
});
