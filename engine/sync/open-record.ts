// Turns a record of somebody else's making into a message, or into a placeholder with a reason: never into
// part of a message, and never at the expense of its neighbours. The order of the checks is protocol.md 5.3.

import { toBase64url, uint32, utf8 } from '../../protocol/bytes.ts';
import { decodeFrameHeader, expiryOf, type FrameHeader } from '../../protocol/frames.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import { messageId } from '../../protocol/ids.ts';
import type { LogRecord } from '../../protocol/records.ts';
import type { FaultCode } from '../api/api.ts';
import { conversationOf } from '../conversations/conversation-table.ts';
import { epochOf } from '../conversations/epoch-table.ts';
import type { Scope } from '../conversations/scope.ts';
import { openFrame, openPublicFrame } from '../encryption/frames.ts';
import { deviceKey } from '../encryption/manifests.ts';
import { sha256 } from '../encryption/primitives.ts';
import type { NewMessage } from '../messages/message-table.ts';

/**
 * Only a `genuine` frame is known to be its device's. It has no message where a newer program sent something that is
 * passed over here.
 */
export type Opened =
  | { readonly state: 'genuine'; readonly header: FrameHeader; readonly message: NewMessage | undefined }
  | { readonly state: 'erased'; readonly header: FrameHeader; readonly message: NewMessage }
  | { readonly state: 'unreadable'; readonly message: NewMessage };
export type Genuine = Extract<Opened, { readonly state: 'genuine' }>;

export function openRecord(scope: Scope, conversation: ConversationId, record: LogRecord): Opened {
  const header = decodeFrameHeader(record.body);
  const unreadable = (code: FaultCode): Opened => ({
    state: 'unreadable',
    message: placeholder(conversation, record, header, code),
  });
  const kind = conversationOf(scope.db, conversation)?.kind === 'public' ? 'public' : 'sealed';
  if (header?.conversation !== conversation || header.kind !== kind) return unreadable('malformed');
  if (record.kind === 'erased') {
    const expiry = expiryOf(header, record.at);
    const code = expiry !== undefined && expiry <= scope.clock.now() ? 'expired' : 'erased';
    return { state: 'erased', header, message: placeholder(conversation, record, header, code) };
  }
  const manifest = scope.people.cachedManifest(record.sender);
  const key = manifest && deviceKey(manifest.manifest, header.device, record.at);
  if (!key) return unreadable('unknown-device');
  const opened =
    header.kind === 'public'
      ? openPublicFrame(record.body, header, key)
      : openSealed(scope, record, header, key);
  if (!opened.ok && opened.reason === 'unknown-content') return unknownContent(conversation, record, header);
  if (!opened.ok) return unreadable(opened.reason);
  return {
    state: 'genuine',
    header,
    message: {
      id: header.message,
      conversation,
      seq: record.seq,
      sender: record.sender,
      device: header.device,
      kind: 'text',
      counts: header.counts,
      text: opened.content.text,
      replyTo: opened.content.replyTo,
      sentAt: record.at,
      state: 'sent',
      why: undefined,
    },
  };
}

function openSealed(scope: Scope, record: LogRecord, header: FrameHeader, senderKey: Uint8Array) {
  const epoch = epochOf(scope.db, header.conversation, header.epoch);
  if (!epoch || epoch.id !== header.epochId) return fault('unknown-epoch');
  const next = epochOf(scope.db, header.conversation, header.epoch + 1);
  if (epoch.seq > record.seq || (next && next.seq < record.seq)) return fault('wrong-epoch');
  if (!epoch.members.some(({ address }) => address === record.sender)) return fault('not-a-member');
  if (!epoch.key) return fault('no-key');
  return openFrame(record.body, header, epoch.key, senderKey);
}

/** What doesn't count as unread changes something else, a reaction for instance: without it nothing is missing. */
function unknownContent(conversation: ConversationId, record: LogRecord, header: FrameHeader): Opened {
  const shown = placeholder(conversation, record, header, 'unknown-content');
  return { state: 'genuine', header, message: header.counts ? { ...shown, id: header.message } : undefined };
}

function fault(reason: FaultCode) {
  return { ok: false, reason } as const;
}

/** Its id is made from its place, so that a forged header can't take the place of the real message. */
export function placeholder(
  conversation: ConversationId,
  record: LogRecord,
  header: FrameHeader | undefined,
  code: FaultCode,
): NewMessage {
  const name = sha256(utf8('parley placeholder v1'), utf8(conversation), uint32(record.seq));
  return {
    id: messageId.parse(toBase64url(name.subarray(0, 16))),
    conversation,
    seq: record.seq,
    sender: record.sender,
    device: header?.device ?? '',
    kind: 'unreadable',
    counts: header?.counts ?? false,
    text: undefined,
    replyTo: undefined,
    sentAt: record.at,
    state: 'sent',
    why: { code },
  };
}
