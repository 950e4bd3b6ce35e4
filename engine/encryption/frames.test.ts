import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openFrameWith, SEALED_FRAME_LABEL } from '../../node/sealed-frame.ts';
import { concat, toBase64url, uint32, utf8 } from '../../protocol/bytes.ts';
import { type Content, type ContentOf, encodeContent } from '../../protocol/content/content.ts';
import { decodeFrameHeader, encodeFrameHeader, type FrameHeader, noDigest } from '../../protocol/frames.ts';
import { conversationId, deviceId, digest, messageId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { byteFlips, otherLengths } from '../../test/support/byte-flips.ts';
import { sealBox, sealBoxAround } from './boxes.ts';
import { frameKeyOf, openFrame, openPublicFrame, sealFrame, signPublicFrame } from './frames.ts';
import { randomBytes, sha256 } from './primitives.ts';
import { generateSigningKey, sign } from './signing.ts';

const device = generateSigningKey();
const epochKey = randomBytes(32);
const content: ContentOf<'text'> = { type: 'text', text: 'Hi', sentAt: 1_700_000_000_000 };
const header: FrameHeader = {
  kind: 'sealed',
  conversation: conversationId.parse(toBase64url(randomBytes(32))),
  epoch: 3,
  epochId: digest.parse(toBase64url(randomBytes(32))),
  device: deviceId.parse(toBase64url(randomBytes(16))),
  counter: 9,
  message: messageId.parse(toBase64url(randomBytes(16))),
  seenSeq: 41,
  seenHash: digest.parse(toBase64url(randomBytes(32))),
  countsAsUnread: true,
  lifetime: 0,
};
const bodyOf = (said: Content) => utf8(JSON.stringify(said));
const anyText = fc.string({ minLength: 1, unit: 'binary' }).filter((text) => !text.includes('\0'));
const publicHeader: FrameHeader = { ...header, kind: 'public', epoch: 0, epochId: noDigest };

function sealed(text: string) {
  const frame = sealFrame(header, bodyOf({ ...content, text }), epochKey, device.seed);
  if (!frame.ok) throw new Error(frame.code);
  return frame.value;
}

function signed(text: string) {
  const frame = signPublicFrame(publicHeader, bodyOf({ ...content, text }), device.seed);
  if (!frame.ok) throw new Error(frame.code);
  return frame.value;
}

/** The verdict on a malformed frame from a member who holds the epoch key. */
function verdictOn(plaintext: Uint8Array) {
  const encoded = encodeFrameHeader(header);
  const frame = concat(encoded, sealBox(epochKey, SEALED_FRAME_LABEL, encoded, plaintext));
  return openFrame(frame, header, epochKey, device.publicKey);
}

describe('sealed frames', () => {
  test('open to any content that was sealed', () => {
    const property = fc.property(anyText, fc.nat(), (text, sentAt) => {
      const any: Content = { type: 'text', text, sentAt };
      const frame = sealFrame(header, bodyOf(any), epochKey, device.seed);
      expect(frame.ok && openFrame(frame.value, header, epochKey, device.publicKey)).toEqual({
        ok: true,
        content: any,
      });
    });
    fc.assert(property);
  });

  test('begin with the header in the clear', () => {
    expect(decodeFrameHeader(sealed('Hi'))).toEqual(header);
  });

  test('reveal their length only in powers of two, from 256 bytes to 32 KiB', () => {
    const lengthOf = (characters: number) => sealed('x'.repeat(characters)).length - 151 - 80;
    expect(lengthOf(1)).toBe(256);
    expect(lengthOf(100)).toBe(256);
    expect(lengthOf(200)).toBe(512);
    expect(lengthOf(32_000)).toBe(32_768);
    expect(151 + 80 + 32_768).toBeLessThan(limits.frameBytes);
  });

  test('are refused as too large from one byte over the limit', () => {
    const room = 32_768 - 4 - 64 - utf8(JSON.stringify({ ...content, text: '' })).length;
    const [fits, tooLong] = ['x'.repeat(room), 'x'.repeat(room + 1)];
    expect(sealed(fits)).toHaveLength(151 + 80 + 32_768);
    expect(encodeContent({ ...content, text: fits }).ok).toBe(true);
    const refusal = { code: 'too-large', facts: { limit: 32_700 } };
    expect(sealFrame(header, bodyOf({ ...content, text: tooLong }), epochKey, device.seed)).toMatchObject(
      refusal,
    );
    expect(encodeContent({ ...content, text: tooLong })).toMatchObject(refusal);
  });

  test('do not open with another epoch key', () => {
    const opened = openFrame(sealed('Hi'), header, randomBytes(32), device.publicKey);
    expect(opened).toEqual({ ok: false, reason: 'undecryptable' });
  });

  test('of a device are not another device’s', () => {
    const opened = openFrame(sealed('Hi'), header, epochKey, generateSigningKey().publicKey);
    expect(opened).toEqual({ ok: false, reason: 'bad-signature' });
  });

  test('are malformed under another header than their own', () => {
    const opened = openFrame(sealed('Hi'), { ...header, counter: 10 }, epochKey, device.publicKey);
    expect(opened).toEqual({ ok: false, reason: 'malformed' });
  });

  test('every flipped byte is noticed, also under the header parsed from the altered frame', () => {
    for (const flipped of byteFlips(sealed('Hi'))) {
      expect(openFrame(flipped, header, epochKey, device.publicKey).ok).toBe(false);
      const parsed = decodeFrameHeader(flipped);
      if (parsed?.kind === 'sealed')
        expect(openFrame(flipped, parsed, epochKey, device.publicKey).ok).toBe(false);
    }
  });

  test('every other length is noticed', () => {
    for (const other of otherLengths(sealed('Hi'))) {
      expect(openFrame(other, header, epochKey, device.publicKey).ok).toBe(false);
    }
  });

  test('a signature taken from another box is no signature', () => {
    const body = utf8(JSON.stringify(content));
    const elsewhere = concat(
      utf8(SEALED_FRAME_LABEL),
      encodeFrameHeader(header),
      randomBytes(64),
      sha256(body),
    );
    const parts = concat(uint32(body.length), body, sign(device.seed, elsewhere));
    const opened = verdictOn(concat(parts, new Uint8Array(256 - parts.length)));
    expect(opened).toEqual({ ok: false, reason: 'bad-signature' });
  });

  test.each([
    ['something in the padding', concat(uint32(2), new Uint8Array(249), Uint8Array.of(1))],
    ['a length that isn’t one of the padding’s', concat(uint32(2), new Uint8Array(296))],
    ['more padding than there should be', concat(uint32(2), new Uint8Array(508))],
    ['a body longer than all', concat(uint32(0xffffffff), new Uint8Array(252))],
    ['nothing', new Uint8Array()],
  ])('%s is bad padding', (_, plaintext) => {
    expect(verdictOn(plaintext)).toEqual({ ok: false, reason: 'bad-padding' });
  });

  test.each(['{"type":"hologram"}', '{"type":"text","text":"a\\u0000b","sentAt":1}', 'no JSON', ''])(
    'genuine but unknown: %s',
    (text) => {
      const body = utf8(text);
      const encoded = encodeFrameHeader(header);
      const box = sealBoxAround(epochKey, SEALED_FRAME_LABEL, encoded, (head) => {
        const signature = sign(device.seed, concat(utf8(SEALED_FRAME_LABEL), encoded, head, sha256(body)));
        const parts = concat(uint32(body.length), body, signature);
        return concat(parts, new Uint8Array(256 - parts.length));
      });
      const opened = openFrame(concat(encoded, box), header, epochKey, device.publicKey);
      expect(opened).toEqual({ ok: false, reason: 'unknown-content' });
    },
  );
});

describe('public frames', () => {
  test('open to the content that was signed', () => {
    expect(openPublicFrame(signed('Hi'), publicHeader, device.publicKey)).toEqual({ ok: true, content });
  });

  test('every flipped byte and every other length is noticed', () => {
    for (const changed of [...byteFlips(signed('Hi')), ...otherLengths(signed('Hi'))]) {
      expect(openPublicFrame(changed, publicHeader, device.publicKey).ok).toBe(false);
      const parsed = decodeFrameHeader(changed);
      if (parsed?.kind === 'public') {
        expect(openPublicFrame(changed, parsed, device.publicKey).ok).toBe(false);
      }
    }
  });

  test('of a device are not another device’s', () => {
    const opened = openPublicFrame(signed('Hi'), publicHeader, generateSigningKey().publicKey);
    expect(opened).toEqual({ ok: false, reason: 'bad-signature' });
  });

  test('are malformed under another header than their own', () => {
    const opened = openPublicFrame(signed('Hi'), { ...publicHeader, counter: 10 }, device.publicKey);
    expect(opened).toEqual({ ok: false, reason: 'malformed' });
  });

  test('have the size limit of sealed ones', () => {
    const text = 'x'.repeat(32_700);
    expect(signPublicFrame(publicHeader, bodyOf({ ...content, text }), device.seed)).toMatchObject({
      code: 'too-large',
    });
  });

  test('are never taken for sealed ones', () => {
    expect(() => sealFrame(publicHeader, bodyOf(content), epochKey, device.seed)).toThrow(TypeError);
    expect(() => openFrame(signed('Hi'), publicHeader, epochKey, device.publicKey)).toThrow(TypeError);
  });
});

describe('the key of one frame', () => {
  test('opens that frame and no other under the same epoch key', () => {
    const [reported, other] = [sealed('reported'), sealed('private')];
    const key = frameKeyOf(reported, epochKey) ?? new Uint8Array();
    const shown = openFrameWith(key, reported, device.publicKey);
    expect(shown).toEqual({ ok: true, content: { ...content, text: 'reported' } });
    expect(openFrameWith(key, other, device.publicKey)).toEqual({ ok: false, reason: 'undecryptable' });
    expect(frameKeyOf(reported, randomBytes(32))).toBeUndefined();
  });

  test('proves only what the device has signed in exactly this frame', () => {
    const frame = sealed('reported');
    const key = frameKeyOf(frame, epochKey) ?? new Uint8Array();
    for (const flipped of byteFlips(frame)) {
      const opened = openFrameWith(key, flipped, device.publicKey);
      // An altered header, salt or commitment leaves the ciphertext as it was: there the signature is what fails.
      expect(opened.ok).toBe(false);
    }
    const stranger = generateSigningKey();
    expect(openFrameWith(key, frame, stranger.publicKey)).toEqual({ ok: false, reason: 'bad-signature' });
    for (const length of [0, 32, 43, 45]) {
      expect(openFrameWith(randomBytes(length), frame, device.publicKey).ok).toBe(false);
    }
  });
});
