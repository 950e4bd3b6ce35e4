/** In characters as they are stored (UTF-16): more than a notification, a row or a title shows. */
export const EXCERPT_CHARACTERS = 300;

/** More marks on one letter than any script has: they would be drawn over what stands above. */
const heaped = /(\p{Mn}{4})\p{Mn}+/gu;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The beginning of a text from another account, to show outside of its own place. It is cut between two graphemes. */
export function excerpt(text: string): string {
  // Twice as much is looked at: what is heaped goes before it is measured.
  const start = text.slice(0, 2 * EXCERPT_CHARACTERS).replace(heaped, '$1');
  if (start.length <= EXCERPT_CHARACTERS && text.length <= 2 * EXCERPT_CHARACTERS)
    return start.toWellFormed();
  return `${start.slice(0, lastBoundary(start)).toWellFormed()}…`;
}

/** The end of the last grapheme that fits; of one that doesn't by itself, as much as fits. */
function lastBoundary(text: string): number {
  let end = 0;
  for (const { index, segment } of graphemes.segment(text)) {
    if (index + segment.length >= EXCERPT_CHARACTERS) break;
    end = index + segment.length;
  }
  return end || EXCERPT_CHARACTERS - 1;
}
