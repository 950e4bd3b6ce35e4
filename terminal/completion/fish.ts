import { type Candidate, quoted } from './candidates.ts';

export function fishScript(
  candidates: ReadonlyMap<string, readonly Candidate[]>,
  commands: readonly string[],
): string {
  const rows = [...candidates].flatMap(([words, all]) => {
    const test = `${commands.includes(words) ? '__parley_within' : '__parley_after'} ${quoted(words)}`;
    return all.map(({ word, about, takesValue }) => {
      const what = word.startsWith('--')
        ? `-l ${word.slice(2)}${takesValue ? ' -r' : ''}`
        : `-f -a ${quoted(word)}`;
      return `complete -c parley -n ${quoted(test)} ${what} -d ${quoted(about.replaceAll('\n', ' '))}`;
    });
  });
  return `# Completions of parley for fish.
function __parley_typed
  set -l words (commandline -opc)
  set -e words[1]
  string join ' ' -- $words
end
function __parley_after
  set -l typed (__parley_typed)
  test "$typed" = "$argv[1]"
end
function __parley_within
  set -l typed (__parley_typed)
  test "$typed" = "$argv[1]"; or string match -q -- "$argv[1] *" "$typed"
end
${rows.join('\n')}
`;
}
