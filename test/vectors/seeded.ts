import { createHash } from 'node:crypto';

/** Bytes that look random and are the same for the same name, one after the other. */
export function seeded(name: string): (length: number) => Uint8Array<ArrayBuffer> {
  let drawn = 0;
  return (length) => {
    const bytes = new Uint8Array(length);
    for (let offset = 0; offset < length; offset += 32) {
      const block = createHash('sha256').update(`parley vectors v1 ${name} ${drawn++}`).digest();
      bytes.set(block.subarray(0, length - offset), offset);
    }
    return bytes;
  };
}
