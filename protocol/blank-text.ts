/** Invisible characters: white space, controls, fillers such as U+3164 and U+2800, tag characters, and what only joins or turns others. */
export const unseenCharacters =
  '\\p{Default_Ignorable_Code_Point}\\p{Separator}\\p{Cc}\\u2800\\ufff9-\\ufffb';

const blank = new RegExp(`^[${unseenCharacters}]*$`, 'u');

/** True if a text has no visible character. */
export function isBlank(text: string): boolean {
  return blank.test(text);
}
