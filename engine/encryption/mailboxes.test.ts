import { beforeAll, describe, expect, test } from 'vitest';
import { utf8 } from '../../protocol/bytes.ts';
import { generateMailboxKey, openFromMailbox, sealToMailbox } from './mailboxes.ts';
import type { MailboxKey } from './vault.ts';

const info = utf8('what for');
const secret = utf8('secret');
let mailbox: MailboxKey;
let sealed: Uint8Array;

beforeAll(async () => {
  mailbox = await generateMailboxKey(1);
  sealed = await sealToMailbox(mailbox.publicKey, info, secret);
});

describe('mailboxes', () => {
  test('a key has the sizes of X-Wing', () => {
    expect(mailbox).toMatchObject({ generation: 1 });
    expect([mailbox.publicKey.length, mailbox.privateKey.length]).toEqual([1_216, 32]);
  });

  test('a message sealed to a mailbox opens with its key', async () => {
    expect(sealed).toHaveLength(1_120 + secret.length + 16);
    expect(await openFromMailbox(mailbox.privateKey, info, sealed)).toEqual(secret);
  });

  test('keys that are views of longer arrays work as well', async () => {
    const [padded, privatePadded] = [new Uint8Array(1_300), new Uint8Array(40)];
    padded.set(mailbox.publicKey, 9);
    privatePadded.set(mailbox.privateKey, 3);
    const viaView = await sealToMailbox(padded.subarray(9, 9 + 1_216), info, secret);
    expect(await openFromMailbox(privatePadded.subarray(3, 35), info, viaView)).toEqual(secret);
  });

  test('another key or info does not open it', async () => {
    const other = await generateMailboxKey(1);
    expect(await openFromMailbox(other.privateKey, info, sealed)).toBeUndefined();
    expect(await openFromMailbox(mailbox.privateKey, utf8('what else'), sealed)).toBeUndefined();
  });

  test.each([0, 1_119, 1_120, 1_135])('the first %i bytes do not open', async (length) => {
    expect(await openFromMailbox(mailbox.privateKey, info, sealed.subarray(0, length))).toBeUndefined();
  });

  test('a flipped byte anywhere is noticed', async () => {
    const places = [0, 500, 1_087, 1_088, 1_119, 1_120, ...Array.from({ length: 22 }, (_, at) => 1_120 + at)];
    for (const at of places) {
      const flipped = new Uint8Array(sealed);
      flipped[at] = (sealed[at] ?? 0) ^ 0xff;
      expect(await openFromMailbox(mailbox.privateKey, info, flipped)).toBeUndefined();
    }
  });
});
