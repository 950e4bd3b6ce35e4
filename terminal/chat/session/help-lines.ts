import type { TerminalText } from '../../../text/languages.ts';
import { oldSpellings, oldUsages } from '../../../view-models/commands/old-spellings.ts';
import { type Line, line } from '../screen/line.ts';

/** How programs before Parley wrote the commands. */
export function oldSpellingLines(words: TerminalText): readonly Line[] {
  const known = Object.entries(oldSpellings).filter(([, command]) => command !== 'secret');
  const usages: Readonly<Record<string, string | undefined>> = oldUsages;
  const rows = [...known, ['@<user>', 'msg']].map(([old = '', command = '']) => {
    const usage = usages[old] === undefined ? old : `${old} ${usages[old]}`;
    return line(`  ${usage} – ${command === 'group send' ? words.groupSend : `/${command}`}`);
  });
  return [line(words.oldSpellings), ...rows];
}
