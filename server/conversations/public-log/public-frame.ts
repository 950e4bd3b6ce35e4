import { hash } from 'node:crypto';
import { verifyInBackground } from '../../../node/ed25519.ts';
import { fromBase64url } from '../../../protocol/bytes.ts';
import { type Content, decodeContent } from '../../../protocol/content/content.ts';
import { ok, type Result, refuse } from '../../../protocol/errors.ts';
import { publicFrameInput, splitPublicFrame } from '../../../protocol/frames.ts';

/** The content of a public frame; refuses one that the device's key has not signed. */
export async function verifyPublicFrame(frame: Uint8Array, deviceKey: string): Promise<Result<Content>> {
  const parts = splitPublicFrame(frame);
  if (!parts) return refuse('bad-request', { detail: 'the frame is cut short' });
  const input = publicFrameInput(parts.header, hash('sha256', parts.body, 'buffer'));
  if (!(await verifyInBackground(fromBase64url(deviceKey), input, parts.signature))) {
    return refuse('verification-failed', { detail: 'the frame is not signed by its device' });
  }
  const content = decodeContent(parts.body);
  return content ? ok(content) : refuse('bad-request', { detail: 'the content is malformed' });
}

/** The content of a frame in a public log; the server verified the frame before it accepted it. */
export function publicContent(frame: Uint8Array): Content | undefined {
  const parts = splitPublicFrame(frame);
  return parts && decodeContent(parts.body);
}
