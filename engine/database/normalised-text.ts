// Texts as the search compares them: compatibility forms, upper and lower case, accents and what can't be seen make no
// difference, nor does how much white space stands between words. The index, queries and highlights all go through here.

/** Where each unit of the normalised text comes from in the original: from `starts[i]` up to `ends[i]`. */
export interface NormalisedText {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** A character with what is written onto it, or behind it as narrow Japanese is; the parts of a Korean syllable are one. */
const cluster =
  /[^\p{M}\u1160-\u11ff\uff9e\uff9f][\p{M}\u1160-\u11ff\uff9e\uff9f]*|[\p{M}\u1160-\u11ff\uff9e\uff9f]+/gsu;

/** Accents and vowel points, but not what makes another letter of a Japanese, Indic or Thai one. */
const decoration = new RegExp(
  [
    String.raw`[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]`,
    String.raw`[\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u08ca-\u08ff]`,
    String.raw`\p{Default_Ignorable_Code_Point}|\0`,
  ].join('|'),
  'gu',
);

const known = new Map<string, string>();
/** More than the characters that people write in a few scripts. */
const MOST_KNOWN = 8_192;

function normaliseCluster(written: string): string {
  const found = known.get(written);
  if (found !== undefined) return found;
  const bare = written.normalize('NFKD').replace(decoration, '');
  // What is one letter in upper case, ß and ss or both forms of σ, is one here.
  const folded = bare.toLowerCase().toUpperCase().toLowerCase().normalize('NFKD');
  const normalised = folded.replace(decoration, '').normalize('NFC').replace(/\s+/gu, ' ');
  if (known.size < MOST_KNOWN) known.set(written, normalised);
  return normalised;
}

const ascii = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;

/** Of any text; half a surrogate pair counts as U+FFFD, as the database stores it. */
export function normaliseText(original: string): string {
  if (ascii.test(original)) return original.toLowerCase();
  let text = '';
  for (const [written] of original.toWellFormed().matchAll(cluster)) {
    const normalised = normaliseCluster(written);
    text +=
      normalised.startsWith(' ') && (text === '' || text.endsWith(' ')) ? normalised.slice(1) : normalised;
  }
  return text.endsWith(' ') ? text.slice(0, -1) : text;
}

/** The same with where it comes from, for what is shown. */
function normaliseWithPlaces(original: string): NormalisedText {
  let text = '';
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { 0: written, index } of original.toWellFormed().matchAll(cluster)) {
    const normalised = normaliseCluster(written);
    const isRepeated = normalised.startsWith(' ') && (text === '' || text.endsWith(' '));
    const added = isRepeated ? normalised.slice(1) : normalised;
    text += added;
    for (let unit = 0; unit < added.length; unit += 1) {
      starts.push(index);
      ends.push(index + written.length);
    }
  }
  return { text, starts, ends };
}

/** Where an original text has any of some normalised ones, in its UTF-16 units, in order and apart from each other. */
export function findRanges(original: string, terms: readonly string[]): readonly TextRange[] {
  const { text, starts, ends } = normaliseWithPlaces(original);
  const found: TextRange[] = [];
  for (const term of terms) {
    for (let at = text.indexOf(term); at !== -1; at = text.indexOf(term, at + term.length)) {
      found.push({ start: starts[at] ?? 0, end: ends[at + term.length - 1] ?? original.length });
    }
  }
  return joined(found.sort((a, b) => a.start - b.start || a.end - b.end));
}

function joined(ranges: readonly TextRange[]): readonly TextRange[] {
  const apart: TextRange[] = [];
  for (const range of ranges) {
    const last = apart.at(-1);
    if (last && range.start <= last.end) {
      apart[apart.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    } else apart.push(range);
  }
  return apart;
}
