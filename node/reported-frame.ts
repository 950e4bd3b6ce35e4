// What a reported frame proves: which device of which account has written what. The server judges so before it files a
// report, and its reader does again.
import type { Content } from '../protocol/content/content.ts';
import { decodeFrameHeader, type FrameHeader } from '../protocol/frames.ts';
import type { ConversationId } from '../protocol/ids.ts';
import { authorKey, type ManifestHistory } from '../protocol/manifest.ts';
import { type FrameFault, openFrameWith, openSignedFrame } from './sealed-frame.ts';

export interface ReportedFrame {
  readonly conversation: ConversationId;
  /** The server's time of the record. */
  readonly at: number;
  readonly frame: Uint8Array;
  /** The frame's own key; a public frame has none. */
  readonly key?: Uint8Array | undefined;
}

export type ProvenFrame =
  | { readonly ok: true; readonly header: FrameHeader; readonly content: Content }
  | { readonly ok: false; readonly reason: FrameFault | 'unknown-device' };

/** `history` has the verified manifests of the frame's author. */
export function proveFrame(
  { conversation, at, frame, key }: ReportedFrame,
  history: ManifestHistory,
): ProvenFrame {
  const header = decodeFrameHeader(frame);
  if (header?.conversation !== conversation) return { ok: false, reason: 'malformed' };
  const author = authorKey(history, header.device, at);
  if (!author) return { ok: false, reason: 'unknown-device' };
  const isKeyed = header.kind === 'sealed';
  if (isKeyed !== (key !== undefined)) return { ok: false, reason: 'undecryptable' };
  const opened = key ? openFrameWith(key, frame, author) : openSignedFrame(frame, author);
  return opened.ok ? { ok: true, header, content: opened.content } : opened;
}
