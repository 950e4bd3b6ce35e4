import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { namesIn } from '../../../node/atomic-file.ts';

const journalFile = /^(\d{8,10})\.journal$/;

export function journalPath(folder: string, number: number): string {
  return join(folder, `${String(number).padStart(8, '0')}.journal`);
}

/** In ascending order. */
export async function journalNumbers(folder: string): Promise<number[]> {
  const numbers = (await namesIn(folder)).map((name) => Number(journalFile.exec(name)?.[1]));
  return numbers.filter(Number.isInteger).sort((one, other) => one - other);
}

export async function removeJournalsBefore(folder: string, oldest: number): Promise<void> {
  for (const number of await journalNumbers(folder)) {
    if (number < oldest) await rm(journalPath(folder, number));
  }
}
