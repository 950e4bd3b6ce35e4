import { spawnSync } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test.each([
  ['main/logger.ts', `createLogger('main', {})`],
  ['server/log.ts', `createLogger('warn')`],
])('who logs by %s goes on when stderr takes nothing', (module, created) => {
  const path = join(import.meta.dirname, '..', module);
  const script = `import { createLogger } from ${JSON.stringify(path)};
    ${created}.warn({}, 'a sentence');
    console.log('went on');`;
  const stderr = process.platform === 'linux' ? openSync('/dev/full', 'w') : 'ignore';
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', stderr],
    encoding: 'utf8',
  });
  expect(stdout).toBe('went on\n');
});
