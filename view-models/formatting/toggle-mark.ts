// The keys for bold, italic and code: they put marks around what is selected in the composer, or take them away.

export interface Selection {
  readonly start: number;
  readonly end: number;
}

export interface Replacement {
  /** What `text` takes the place of. */
  readonly replaced: Selection;
  readonly text: string;
  /** What is selected afterwards. */
  readonly selected: Selection;
}

/** Spaces at the edges of the selection stay outside: marks beside a space mean nothing. */
export function toggleMark(written: string, { start, end }: Selection, mark: string): Replacement {
  const words = written.slice(start, end);
  const from = start + (words.trim() === '' ? 0 : words.length - words.trimStart().length);
  const chosen = words.trim() === '' ? words : words.trim();
  const to = from + chosen.length;
  const size = mark.length;
  if (isMarked(written, from, to, mark)) {
    const replaced = { start: from - size, end: to + size };
    return { replaced, text: chosen, selected: { start: from - size, end: to - size } };
  }
  if (chosen.length > 2 * size && isMarked(written, from + size, to - size, mark)) {
    const text = chosen.slice(size, -size);
    return { replaced: { start: from, end: to }, text, selected: { start: from, end: from + text.length } };
  }
  return {
    replaced: { start: from, end: to },
    text: `${mark}${chosen}${mark}`,
    selected: { start: from + size, end: to + size },
  };
}

/** By just this mark: of `**` a `*` is no half. */
function isMarked(written: string, from: number, to: number, mark: string): boolean {
  const [sign] = mark;
  const before = new RegExp(`(?:^|[^${sign}])(\\${sign}*)$`).exec(written.slice(0, from))?.[1]?.length ?? 0;
  const after = new RegExp(`^\\${sign}*`).exec(written.slice(to))?.[0].length ?? 0;
  const both = mark.length === 1 ? [1, 3] : [2, 3];
  return both.includes(before) && both.includes(after);
}
