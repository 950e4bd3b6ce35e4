import { type Candidate, casesByWords, quoted } from './candidates.ts';

/** It serves as a file in `fpath` and as what a start-up file evaluates. */
export function zshScript(
  candidates: ReadonlyMap<string, readonly Candidate[]>,
  commands: readonly string[],
): string {
  const rows = casesByWords(candidates, commands).map(([pattern, all]) => {
    const described = all.map(
      ({ word, about }) => `      ${quoted(`${word}:${about.replaceAll('\n', ' ')}`)}`,
    );
    return `    ${pattern}) candidates=(\n${described.join('\n')}\n    ) ;;`;
  });
  return `#compdef parley
# Completions of parley for zsh.
_parley() {
  local typed="\${(j: :)words[2,CURRENT-1]}"
  local -a candidates
  case "$typed" in
${rows.join('\n')}
  esac
  _describe parley candidates
  [[ "$typed" == "" || "$PREFIX" == -* ]] || _files
}
if [ "$funcstack[1]" = "_parley" ]; then _parley "$@"; else compdef _parley parley; fi
`;
}
