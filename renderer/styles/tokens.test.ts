import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectFiles, projectRoot } from '../../test/support/project-files.ts';

const styles = projectFiles().filter((file) => /^renderer\/.*\.(?:css|tsx)$/.test(file));
const source = styles.map((file) => readFileSync(join(projectRoot, file), 'utf8')).join('\n');

function namesIn(pattern: RegExp): readonly string[] {
  return [...new Set([...source.matchAll(pattern)].map(([, name]) => String(name)))].sort();
}

test('every CSS variable is defined and used', () => {
  const defined = namesIn(/(--[a-z0-9-]+)["']?:/g);
  expect(namesIn(/var\((--[a-z0-9-]+)/g)).toEqual(defined);
});
