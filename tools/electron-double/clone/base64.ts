// Bytes as text, in Node and in pages: Node has Buffer, Chromium has methods that Node lacks as yet. This file's
// text also runs inside pages.

interface WithBase64 {
  toBase64(): string;
}

interface FromBase64 {
  fromBase64(text: string): Uint8Array<ArrayBuffer>;
}

export function toBase64(bytes: Uint8Array): string {
  // Without Buffer this is Chromium.
  if (typeof Buffer === 'undefined') return (bytes as unknown as WithBase64).toBase64();
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

export function fromBase64(text: string): ArrayBuffer {
  if (typeof Buffer === 'undefined') return (Uint8Array as unknown as FromBase64).fromBase64(text).buffer;
  return new Uint8Array(Buffer.from(text, 'base64')).buffer;
}
