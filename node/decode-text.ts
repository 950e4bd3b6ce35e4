/** A file that should hold text can't be read as text. */
export class NotText extends Error {
  override readonly name = 'NotText';
}

/** The text of a file as editors write it: UTF-8, or UTF-16 behind a byte order mark. Throws NotText. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new NotText('neither UTF-8 nor UTF-16', { cause });
  }
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
