import type { ComponentType } from 'react';
import type { Message } from '../../../engine/api/api.ts';
import { messageReason } from '../../../text/sentence.ts';
import { deletedWords } from '../../../view-models/deletion/deletion.ts';
import { plainWords } from '../../../view-models/formatting/formatted-text.ts';
import { groupEventLines, type Reader } from '../../../view-models/groups/group-events.ts';
import { DeletedMessage } from './DeletedMessage.tsx';
import { GroupEvents } from './GroupEvents.tsx';
import { TextMessage } from './TextMessage.tsx';
import { UnreadableMessage } from './UnreadableMessage.tsx';

interface MessageBodyProps {
  readonly message: Message;
  readonly words: string;
}

export interface MessageKind {
  /** What stands in it, as a screen reader reads it. */
  words(message: Message, reader: Reader): string;
  readonly Body: ComponentType<MessageBodyProps>;
  /** What its reason is about is all there is to see of it. */
  readonly isReason: boolean;
}

/** How each kind of message is drawn. */
export const messageKinds: { readonly [Kind in Message['kind']]: MessageKind } = {
  text: {
    words: (message, { text }) => plainWords(message.text ?? '', text.formatting.hidden),
    Body: TextMessage,
    isReason: false,
  },
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
