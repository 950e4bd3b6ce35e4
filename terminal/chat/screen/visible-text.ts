// What others have written is text, whatever it contains: nothing of it may act on the terminal.

/** Characters that turn the text around them, and marks of direction. */
const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** More marks on one letter than any script has: they would be drawn over the lines above. */
const heaped = /(\p{Mn}{4})\p{Mn}+/gu;

const controls = /[\p{Cc}--\n]/gv;

/** Line breaks stay; other control characters become visible signs, and what turns text around goes. */
export function visibleText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/\t/g, '    ')
    .replace(turning, '')
    .replace(heaped, '$1')
    .replace(controls, signOf);
}

/** Unicode has a picture for each of the first control characters: ESC is ␛. */
function signOf(control: string): string {
  const code = control.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
}
