// The scripts as the shells themselves run them.
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runParley } from '../../test/support/rpc-process.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';

async function scriptFile(shell: string): Promise<string> {
  const { code, stdout } = await runParley(['completion', shell]);
  expect(code).toBe(0);
  const file = join(await temporaryFolder(), `parley.${shell}`);
  await writeFile(file, stdout);
  return file;
}

function isThere(shell: string): boolean {
  return spawnSync(shell, ['-c', 'true']).status === 0;
}

test.skipIf(!isThere('bash'))('bash completes commands, groups and flags', async () => {
  const file = await scriptFile('bash');
  const complete = (...words: string[]) => {
    const typed = words.map((word) => `'${word}'`).join(' ');
    const script = `source '${file}'; COMP_WORDS=(parley ${typed}); COMP_CWORD=${words.length}; _parley; echo "\${COMPREPLY[*]}"`;
    return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim();
  };
  expect(complete('un')).toBe('unread');
  expect(complete('admin', 'us')).toBe('user');
  expect(complete('admin', 'user', 're')).toBe('reset');
  expect(complete('send', '@ana', '--pro')).toBe('--profile');
  expect(complete('send', '@ana', '--profile', '--')).toBe('');
});

test.skipIf(!isThere('zsh'))('zsh reads its script', async () => {
  execFileSync('zsh', ['-n', await scriptFile('zsh')]);
});

test.skipIf(!isThere('fish'))('fish completes commands, groups and flags', async () => {
  const file = await scriptFile('fish');
  const complete = (typed: string) =>
    execFileSync('fish', ['-c', `source '${file}'; complete -C '${typed}'`], { encoding: 'utf8' })
      .split('\n')
      .map((row) => row.split('\t')[0]);
  expect(complete('parley un')).toContain('unread');
  expect(complete('parley admin user re')).toContain('reset');
  expect(complete('parley send @ana --pro')).toContain('--profile');
});
