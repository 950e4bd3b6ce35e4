/** Of what is looked for in messages, in characters. */
export const LONGEST_SEARCH = 1_000;

/** Search ignores accents and other marks on letters, and invisible characters. */
const passedOver = /[\p{Mn}\p{Default_Ignorable_Code_Point}]+/gu;

const ascii = /^\p{ASCII}*$/u;

/**
 * A text and what is looked for in it have to be brought into this form before they are compared: `Müller` is found by `mul`,
 * `Straße` by `STRASSE`, in whatever normal form each of them was written.
 */
export function searchForm(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  const letters = text.normalize('NFKD').replace(passedOver, '');
  // Upper case makes SS of ß, but only lower case an ß of ẞ. A sigma looks different at the end of a word.
  return letters
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKD')
    .replace(passedOver, '')
    .replaceAll('ς', 'σ');
}
