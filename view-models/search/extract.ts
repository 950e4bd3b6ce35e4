// The part of a text that shows why it was found.
import type { SearchHit } from '../../engine/api/api.ts';

export interface ExtractPart {
  /** Where it begins in the text. */
  readonly start: number;
  readonly text: string;
  readonly isHit: boolean;
}

const BEFORE = 40;
const LENGTH = 160;

/** One line, from shortly before the first range on; what is left out at an end is an ellipsis. */
export function extractOf(text: string, ranges: SearchHit['ranges']): readonly ExtractPart[] {
  const first = ranges[0]?.start ?? 0;
  const start = first <= BEFORE ? 0 : wordAt(text, first - BEFORE, first);
  const end = start + LENGTH >= text.length ? text.length : start + LENGTH;
  const parts: ExtractPart[] = [];
  let at = start;
  const add = (to: number, isHit: boolean) => {
    const part = text.slice(at, Math.min(to, end)).toWellFormed().replaceAll(/\s+/g, ' ');
    if (part !== '') parts.push({ start: at, text: part, isHit });
    at = Math.max(at, to);
  };
  for (const range of ranges.filter((one) => one.start < end)) {
    add(range.start, false);
    add(range.end, true);
  }
  add(end, false);
  const ellipsis = (at: number): ExtractPart => ({ start: at, text: '…', isHit: false });
  return [
    ...(start > 0 ? [ellipsis(-1)] : []),
    ...parts,
    ...(end < text.length ? [ellipsis(text.length)] : []),
  ];
}

/** Where the next word begins, before the hit. */
function wordAt(text: string, from: number, before: number): number {
  const space = text.slice(from, before).search(/\s/);
  return space < 0 ? from : from + space + 1;
}
