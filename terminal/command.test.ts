import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseFlags, readCommandLine, takeWords, usageOf, WrongUsage } from './command.ts';

const known = {
  data: { value: 'folder', about: 'where the data lies' },
  quiet: { about: 'says less' },
};

describe('readCommandLine', () => {
  test('takes values as the next word or after an equals sign, and switches', () => {
    const given = readCommandLine(['alice', '--data', 'here', '--quiet'], known);
    expect(given).toMatchObject({ flags: { data: 'here', quiet: true }, words: ['alice'] });
    expect(readCommandLine(['--data=--odd'], known).flags).toEqual({ data: '--odd' });
    expect(readCommandLine(['--data', '-'], known).flags).toEqual({ data: '-' });
  });

  test.each([
    [['--dada', 'x'], 'There is no flag --dada. Did you mean --data?'],
    [['--loud'], 'There is no flag --loud.'],
    [['--toString'], 'There is no flag --toString.'],
    [['-d'], 'There is no flag -d.'],
    [['--data'], '--data needs a folder.'],
    [['--data='], '--data needs a folder.'],
    [['--data', '--quiet'], '--data needs a folder.'],
    [['--quiet=yes'], '--quiet takes no value.'],
  ])('refuses %j by name', (args, sentence) => {
    expect(() => readCommandLine(args, known)).toThrow(new WrongUsage(sentence));
  });
});

test('parseFlags distinguishes a missing flag from a wrong one', () => {
  const schema = z.object({ uses: z.coerce.number('a number'), data: z.string() });
  expect(() => parseFlags(schema, { uses: '3' })).toThrow('--data is missing.');
  expect(() => parseFlags(schema, { uses: 'many', data: 'x' })).toThrow('--uses must be a number.');
});

test('takeWords wants exactly the words it names', () => {
  expect(takeWords(['alice'], 'name')).toEqual(['alice']);
  expect(() => takeWords([], 'name')).toThrow('The <name> is missing.');
  expect(() => takeWords(['alice', 'bob'], 'name')).toThrow('Unexpected argument “bob”.');
});

test('the usage names every flag', () => {
  const usage = usageOf({
    synopsis: 'x [flags]',
    about: 'Does x.',
    flags: known,
    examples: ['x --quiet'],
    run: async () => undefined,
  });
  expect(usage).toBe(`Usage: parley x [flags]

Does x.

  --data <folder>  where the data lies
  --quiet          says less

Examples:
  parley x --quiet
`);
});
