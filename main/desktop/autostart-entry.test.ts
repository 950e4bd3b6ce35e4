import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { autostartEntry } from './autostart-entry.ts';

test('the autostart entry runs the program', () => {
  expect(autostartEntry(['/opt/Parley/parley', '--at-sign-in'])).toBe(
    '[Desktop Entry]\nType=Application\nName=Parley\nExec="/opt/Parley/parley" "--at-sign-in"\n',
  );
});

/** As a desktop reads it: the string's escapes first, then the field codes, then the quoting, which is a shell's. */
function argumentsOf(entry: string): string[] {
  const [, exec = ''] = /^Exec=(.*)$/m.exec(entry) ?? [];
  const command = exec.replace(/\\(.)/g, '$1').replaceAll('%%', '%');
  return execFileSync('sh', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);
}

test.skipIf(process.platform === 'win32')('a path with any characters stays one argument', () => {
  const path = fc.string({ unit: fc.constantFrom(...'/aä "\'`$\\%&;|<>~!#*?'), minLength: 1 });
  fc.assert(
    fc.property(path, (odd) => {
      expect(argumentsOf(autostartEntry([odd, '--at-sign-in']))).toEqual([odd, '--at-sign-in']);
    }),
    { numRuns: 50 },
  );
});
