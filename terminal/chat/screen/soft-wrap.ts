// Breaks lines between words, where the terminal would break them anywhere.

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const wide =
  /^[\p{Emoji_Presentation}\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]|\ufe0f/u;
const ascii = /^\p{ASCII}*$/u;

/** In columns of a terminal. */
export function widthOf(text: string): number {
  if (ascii.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) {
    if (wide.test(segment)) width += 2;
    else if (!/^\p{Mn}*$/u.test(segment)) width += 1;
  }
  return width;
}

const INDENT = '  ';
/** On less than this there is no room for an indent and words. */
const LEAST_COLUMNS = 20;

/** Parts that stand beside each other, with the breaks put into them. A word that is wider than the terminal stays whole. */
export function softWrapped(parts: readonly string[], columns: number): readonly string[] {
  if (columns < LEAST_COLUMNS) return parts;
  let column = 0;
  return parts.map((part) => {
    let text = '';
    for (const token of part.match(/\n| +|[^ \n]+/g) ?? []) {
      const width = token === '\n' ? 0 : widthOf(token);
      const isTooWide = column + width > columns && column > INDENT.length && token.trim() !== '';
      if (isTooWide) {
        text = `${text.trimEnd()}\n${INDENT}`;
        column = INDENT.length;
      }
      text += token;
      column = token === '\n' ? 0 : column + width;
    }
    return text;
  });
}
