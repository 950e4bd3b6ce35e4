import type { Command } from '../command.ts';

export interface Candidate {
  readonly word: string;
  readonly about: string;
  /** A value follows it. */
  readonly takesValue: boolean;
}

interface NamedCommand extends Pick<Command, 'about' | 'flags'> {
  readonly name: string;
}

/** What can follow, by the words of the command that stand there already: '' is none, 'admin' its groups. */
export function candidatesByWords(
  commands: readonly NamedCommand[],
): ReadonlyMap<string, readonly Candidate[]> {
  const found = new Map<string, Map<string, Candidate>>();
  const add = (words: string, candidate: Candidate) => {
    const there = found.get(words) ?? new Map<string, Candidate>();
    // Of a group, the first of its commands says what it is about.
    if (!there.has(candidate.word)) there.set(candidate.word, candidate);
    found.set(words, there);
  };
  for (const { name, about, flags } of commands) {
    const words = name.split(' ');
    for (const [index, word] of words.entries()) {
      const isWhole = index === words.length - 1;
      add(words.slice(0, index).join(' '), { word, about: isWhole ? about : `${word} …`, takesValue: false });
    }
    for (const [flag, { value, about: meaning }] of Object.entries(flags)) {
      add(name, { word: `--${flag}`, about: meaning, takesValue: value !== undefined });
    }
    add(name, { word: '--help', about: 'Show how it is used.', takesValue: false });
  }
  add('', { word: '--help', about: 'List the commands.', takesValue: false });
  add('', { word: '--version', about: 'Print the version.', takesValue: false });
  return new Map([...found].map(([words, all]) => [words, [...all.values()]]));
}

/**
 * What can follow, with the pattern of `case` for the words before it, in bash and zsh; the longest first, since the first that fits
 * is taken. Behind a whole command other words may stand.
 */
export function casesByWords(
  candidates: ReadonlyMap<string, readonly Candidate[]>,
  commands: readonly string[],
): readonly (readonly [pattern: string, all: readonly Candidate[]])[] {
  return [...candidates]
    .toSorted(([one], [other]) => other.length - one.length)
    .map(([words, all]) => [commands.includes(words) ? `"${words}"|"${words} "*` : `"${words}"`, all]);
}

/** In single quotes of a shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
