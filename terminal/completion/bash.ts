import { type Candidate, casesByWords } from './candidates.ts';

/** Where nothing of ours fits, and behind a flag that takes a value, bash completes names of files. */
export function bashScript(
  candidates: ReadonlyMap<string, readonly Candidate[]>,
  commands: readonly string[],
): string {
  const rows = casesByWords(candidates, commands).map(
    ([pattern, all]) => `    ${pattern}) candidates="${all.map(({ word }) => word).join(' ')}" ;;`,
  );
  const valued = [...new Set([...candidates.values()].flat().filter(({ takesValue }) => takesValue))];
  const flags = [...new Set(valued.map(({ word }) => word))].join('|');
  return `# Completions of parley for bash.
_parley() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" candidates=""
  local typed="\${COMP_WORDS[*]:1:COMP_CWORD-1}"
  COMPREPLY=()
  case "$before" in
    ${flags}) return ;;
  esac
  case "$typed" in
${rows.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$candidates" -- "$current"))
}
complete -o default -F _parley parley
`;
}
