import type { ComponentType } from 'react';
import type { Message } from '../../../engine/api/api.ts';
import { messageReason } from '../../../text/sentence.ts';
import { deletedWords } from '../../../view-models/deletion/deletion.ts';
import { groupEventLines, type Reader } from '../../../view-models/groups/group-events.ts';
import { DeletedMessage } from './DeletedMessage.tsx';
import { GroupEvents } from './GroupEvents.tsx';
import { TextMessage } from './TextMessage.tsx';
import { UnreadableMessage } from './UnreadableMessage.tsx';

export interface MessageKind {
  /** What stands in it, also for screen readers. */
  words(message: Message, reader: Reader): string;
  readonly Body: ComponentType<{ readonly words: string; readonly message: Message }>;
  /** What its reason is about is all there is to see of it. */
  readonly isReason: boolean;
}

/** How each kind of message is drawn. */
export const messageKinds: { readonly [Kind in Message['kind']]: MessageKind } = {
  text: { words: (message) => message.text ?? '', Body: TextMessage, isReason: false },
  system: {
    words: (message, reader) => groupEventLines(message, reader).join('\n'),
    Body: GroupEvents,
    isReason: false,
  },
  deleted: { words: deletedWords, Body: DeletedMessage, isReason: false },
  unreadable: {
    words: (message, { text }) => messageReason(text, message) ?? text.timeline.unreadable,
    Body: UnreadableMessage,
    isReason: true,
  },
};
