import type { Readable } from 'node:stream';

const NEWLINE = 0x0a;

export interface OverlongLine {
  readonly overlong: true;
}

/**
 * The lines of a stream, without their ends. A line of more than `maximum` bytes is skipped to its end, so that no
 * sender can fill the memory, and reported as such.
 */
export async function* readLines(
  input: Readable,
  maximum: number,
): AsyncGenerator<Uint8Array | OverlongLine, void> {
  let parts: Uint8Array[] = [];
  let length = 0;
  const take = () => {
    const line = length > maximum ? ({ overlong: true } as const) : Buffer.concat(parts);
    parts = [];
    length = 0;
    return line;
  };
  const keep = (part: Uint8Array) => {
    length += part.length;
    if (length > maximum) parts = [];
    else parts.push(part);
  };
  // A stream without an encoding gives bytes; its type says `any`.
  for await (const bytes of input as AsyncIterable<Uint8Array>) {
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      keep(bytes.subarray(start, end));
      yield take();
      start = end + 1;
    }
    keep(bytes.subarray(start));
  }
  if (length > 0) yield take();
}
