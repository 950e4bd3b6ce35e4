// Code and documents say who does what to whom, in the words of CONTRIBUTING.md's glossary: these words hide the
// actor, or are names that the glossary has a better word for.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectFiles, projectRoot } from './support/project-files.ts';

const avoided = [
  'whoever',
  'somebody',
  'is told',
  'are told',
  'was told',
  'were told',
  'be told',
  'been told',
  'told of',
  'tells of',
  'heard of',
  'hears of',
  'untold',
  'teller',
  'hearer',
  'entrant',
  'liar',
  'town',
  'grave',
  'front door',
];

const pattern = new RegExp(`\\b(?:${avoided.join('|')})s?\\b`, 'gi');
const history = /^(?:docs\/decisions\/|CHANGELOG\.md$)/;

function isChecked(file: string): boolean {
  return /\.(?:tsx?|mjs|css|html|md)$/.test(file) && !history.test(file) && file !== 'test/words.test.ts';
}

/** Names are read as words: `toldText` as “told Text”, `TOWN_SIZE` as “TOWN SIZE”. */
function wordsOf(line: string): string {
  return line.replaceAll(/(?<=[a-z])(?=[A-Z])|_/g, ' ');
}

test('code and documents use none of the avoided words', () => {
  const found = projectFiles()
    .filter(isChecked)
    .flatMap((file) =>
      readFileSync(join(projectRoot, file), 'utf8')
        .split('\n')
        .flatMap((line, index) => {
          const words = wordsOf(line).match(pattern) ?? [];
          return words.map((word) => `${file}:${index + 1}: ${word}`);
        }),
    );
  expect(found).toEqual([]);
});
