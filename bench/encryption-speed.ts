import { openFrame, sealFrame } from '../engine/encryption/frames.ts';
import { randomBytes } from '../engine/encryption/primitives.ts';
import { generateSigningKey } from '../engine/encryption/signing.ts';
import { utf8 } from '../protocol/bytes.ts';
import { type FrameHeader, noDigest } from '../protocol/frames.ts';
import { conversationId, deviceId, messageId } from '../protocol/ids.ts';
import { TEXT } from './fixture.ts';

const header: FrameHeader = {
  kind: 'sealed',
  conversation: conversationId.parse('c'.repeat(43)),
  epoch: 1,
  epochId: noDigest,
  device: deviceId.parse('d'.repeat(22)),
  counter: 1,
  message: messageId.parse('m'.repeat(22)),
  seenSeq: 0,
  seenHash: noDigest,
  countsAsUnread: true,
  lifetime: 0,
};

/** Frames of a 300-byte text a second, on one core. */
export function measureEncryption(milliseconds: number) {
  const device = generateSigningKey();
  const epochKey = randomBytes(32);
  const body = utf8(JSON.stringify({ type: 'text', text: TEXT, sentAt: Date.now() }));
  const seal = () => sealFrame(header, body, epochKey, device.seed);
  const sealed = seal();
  if (!sealed.ok) throw new Error(sealed.code);
  const open = () => {
    if (!openFrame(sealed.value, header, epochKey, device.publicKey).ok)
      throw new Error('a frame did not open');
  };
  return {
    frameBytes: sealed.value.length,
    sealed: timesPerSecond(seal, milliseconds),
    opened: timesPerSecond(open, milliseconds),
  };
}

function timesPerSecond(act: () => unknown, milliseconds: number): number {
  for (let times = 0; times < 500; times += 1) act();
  const began = performance.now();
  let times = 0;
  while (performance.now() - began < milliseconds) {
    act();
    times += 1;
  }
  return (times * 1_000) / (performance.now() - began);
}
