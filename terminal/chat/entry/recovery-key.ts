// The recovery key is shown once. One of its words, typed back, shows that it has been written down.
import { randomInt } from 'node:crypto';
import type { ChatContext } from '../chat-context.ts';
import { type Line, line } from '../screen/line.ts';

const CELL = 16;

export async function showRecoveryKey(context: ChatContext, recoveryKey: string): Promise<void> {
  const { screen, words } = context;
  const key = recoveryKey.split(' ');
  screen.print([
    line(''),
    line(words.recoveryLead, 'strong'),
    line(''),
    ...keyLines(key, screen.columns),
    line(''),
  ]);
  const nth = randomInt(key.length);
  for (;;) {
    const answer = await screen.ask(words.recoveryWord(nth + 1));
    if (answer === undefined || answer.toLowerCase() === words.later) {
      screen.print([line(words.recoveryLater)]);
      return;
    }
    if (answer.toLowerCase() === key[nth]) break;
    screen.print([line(words.recoveryWrong, 'error')]);
  }
  screen.clear();
  screen.print([line(screen.mode === 'editing' ? words.recoveryDone : words.recoveryRight, 'good')]);
}

/** As many beside each other as the terminal has room for, numbered. */
export function keyLines(key: readonly string[], columns: number): readonly Line[] {
  const perRow = Math.max(1, Math.min(6, Math.floor((columns - 2) / CELL)));
  const cells = key.map((word, index) => `${String(index + 1).padStart(3)} ${word}`.padEnd(CELL));
  const rows = Array.from({ length: Math.ceil(cells.length / perRow) }, (_, row) =>
    cells.slice(row * perRow, (row + 1) * perRow),
  );
  return rows.map((row) => line(row.join('').trimEnd()));
}
