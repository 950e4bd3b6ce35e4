/** Every copy of the bytes in which one byte differs in all of its bits, from the first byte to the last. */
export function* byteFlips(original: Uint8Array): Generator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < original.length; at += 1) {
    const flipped = new Uint8Array(original);
    flipped[at] = (original[at] ?? 0) ^ 0xff;
    yield flipped;
  }
}

/** Every shorter beginning of the bytes, and the bytes with one more. */
export function* otherLengths(original: Uint8Array): Generator<Uint8Array<ArrayBuffer>> {
  for (let length = 0; length < original.length; length += 1) yield original.slice(0, length);
  const longer = new Uint8Array(original.length + 1);
  longer.set(original);
  yield longer;
}
