import type { ComponentType } from 'react';
import type { Message } from '../../../engine/api/api.ts';
import type { Catalogue } from '../../../text/languages.ts';
import { messageReason } from '../../../text/sentence.ts';
import { deletedWords } from '../../../view-models/deletion/deletion.ts';
import { plainWords } from '../../../view-models/formatting/formatted-text.ts';
import { groupEventLines, type Reader } from '../../../view-models/groups/group-events.ts';
import { lockedWords } from '../../../view-models/locked/locked-words.ts';
import { DeletedMessage } from './DeletedMessage.tsx';
import { GroupEvents } from './GroupEvents.tsx';
import { LockedMessage } from './LockedMessage.tsx';
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
    words: textWords,
    Body: TextMessage,
    isReason: false,
  },
  locked: {
    words: lockedWords,
    Body: LockedMessage,
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

/** Each row asks again with every change of the messenger; a message and a catalogue never change. */
const known = new WeakMap<Message, { readonly text: Catalogue; readonly words: string }>();

function textWords(message: Message, { text }: Reader): string {
  const before = known.get(message);
  if (before?.text === text) return before.words;
  const words = plainWords(message.text ?? '', text.formatting.hidden);
  known.set(message, { text, words });
  return words;
}
