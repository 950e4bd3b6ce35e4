// Opening a box (protocol.md 5.2) with the key of that one box, which says nothing of the key that it is derived from.
import { createDecipheriv } from 'node:crypto';
import { concat } from '../protocol/bytes.ts';
import { BOX_KEY_BYTES } from '../protocol/reports.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Salt and commitment. */
export const BOX_HEAD_BYTES = 64;
export const BOX_OVERHEAD_BYTES = BOX_HEAD_BYTES + TAG_BYTES;

/** `key` is the box's AES key and nonce; undefined where it doesn't open the box, or a bit of that has changed. */
export function openBoxWith(key: Uint8Array, box: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  if (box.length < BOX_OVERHEAD_BYTES || key.length !== BOX_KEY_BYTES) return;
  const nonce = key.subarray(-NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key.subarray(0, -NONCE_BYTES), nonce, {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(box.subarray(-TAG_BYTES));
  try {
    return concat(decipher.update(box.subarray(BOX_HEAD_BYTES, -TAG_BYTES)), decipher.final());
  } catch (error) {
    if (error instanceof Error && error.message.includes('unable to authenticate')) return;
    throw error;
  }
}
