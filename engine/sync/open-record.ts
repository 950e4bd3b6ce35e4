// Turns another device's record into a content, or into a placeholder with a reason: never into
// part of a content, and never at the expense of its neighbours. The order of the checks is protocol.md 5.3.

import { toBase64url, uint32, utf8 } from '../../protocol/bytes.ts';
import { type Content, contentKindOf } from '../../protocol/content/content.ts';
import { decodeFrameHeader, type FrameHeader } from '../../protocol/frames.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import { type MessageId, messageId } from '../../protocol/ids.ts';
import { authorKey } from '../../protocol/manifest.ts';
import { frameKindIn, mayPost, roleIn } from '../../protocol/membership-rules.ts';
import type { LogRecord } from '../../protocol/records.ts';
import type { FaultCode } from '../api/api.ts';
import { findConversation } from '../conversations/conversation-table.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { findEpoch } from '../conversations/epoch-table.ts';
import { openFrame, openPublicFrame } from '../encryption/frames.ts';
import { sha256 } from '../encryption/primitives.ts';
import type { NewMessage } from '../messages/message-table.ts';

export type Opened =
  | { readonly genuine: false; readonly header: FrameHeader | undefined; readonly fault: FaultCode }
  /** Signed by its sender's device. Without a content it is of a newer version. */
  | { readonly genuine: true; readonly header: FrameHeader; readonly content: Content | undefined };

export function openRecord(
  dependencies: ConversationDependencies,
  conversation: ConversationId,
  record: LogRecord,
): Opened {
  const header = decodeFrameHeader(record.body);
  const unreadable = (fault: FaultCode): Opened => ({ genuine: false, header, fault });
  const kind = frameKindIn(findConversation(dependencies.db, conversation)?.kind);
  if (header?.conversation !== conversation || header.kind !== kind) return unreadable('malformed');
  if (record.kind === 'erased') return unreadable('erased');
  const key = authorKey(dependencies.people.cachedHistory(record.sender), header.device, record.at);
  if (!key) return unreadable('unknown-device');
  const opened =
    header.kind === 'public'
      ? openPublicFrame(record.body, header, key)
      : openSealed(dependencies, record, header, key);
  if (!opened.ok && opened.reason !== 'unknown-content') return unreadable(opened.reason);
  const content = opened.ok ? opened.content : undefined;
  // Otherwise an invisible message would count as unread.
  if (content && header.countsAsUnread && !contentKindOf(content).countsAsUnread)
    return unreadable('malformed');
  return { genuine: true, header, content };
}

function openSealed(
  dependencies: ConversationDependencies,
  record: LogRecord,
  header: FrameHeader,
  senderKey: Uint8Array,
) {
  const epoch = findEpoch(dependencies.db, header.conversation, header.epoch);
  if (!epoch || epoch.id !== header.epochId) return fault('unknown-epoch');
  const next = findEpoch(dependencies.db, header.conversation, header.epoch + 1);
  if (epoch.seq > record.seq || (next && next.seq < record.seq)) return fault('wrong-epoch');
  if (roleIn(epoch.members, record.sender) === undefined) return fault('not-a-member');
  const { kind } = findConversation(dependencies.db, header.conversation) ?? {};
  if (!mayPost({ ...epoch, kind }, record.sender, header.countsAsUnread)) return fault('not-permitted');
  if (!epoch.key) return fault('no-key');
  return openFrame(record.body, header, epoch.key, senderKey);
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
  return {
    id: idOfPlace('parley placeholder v1', conversation, record.seq),
    conversation,
    seq: record.seq,
    sender: record.sender,
    device: header?.device ?? '',
    kind: 'unreadable',
    counts: header?.countsAsUnread ?? false,
    text: undefined,
    replyTo: undefined,
    sentAt: record.at,
    state: 'sent',
    why: { code },
    ...(header && { lifetime: header.lifetime }),
    ...(record.kind === 'erased' && header && { erased: header.message }),
  };
}

/** The id of what is shown at a position without having one of its own. */
export function idOfPlace(label: string, conversation: ConversationId, seq: number): MessageId {
  const name = sha256(utf8(label), utf8(conversation), uint32(seq));
  return messageId.parse(toBase64url(name.subarray(0, 16)));
}
