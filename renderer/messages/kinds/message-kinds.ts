import type { ComponentType } from 'react';
import type { Message } from '../../../engine/api/api.ts';
import type { Catalogue } from '../../../text/english/window.ts';
import { messageReason } from '../../../text/sentence.ts';
import { groupEventWords } from '../../../view-models/group-events.ts';
import { GroupEvents } from './GroupEvents.tsx';
import { TextMessage } from './TextMessage.tsx';
import { UnreadableMessage } from './UnreadableMessage.tsx';

export interface MessageKind {
  /** What stands in it, also for screen readers. */
  words(message: Message, text: Catalogue): string;
  readonly Body: ComponentType<{ readonly words: string }>;
  /** What its reason is about is all there is to see of it. */
  readonly isReason: boolean;
}

/** How each kind of message is drawn. */
export const messageKinds: { readonly [Kind in Message['kind']]: MessageKind } = {
  text: { words: (message) => message.text ?? '', Body: TextMessage, isReason: false },
  system: { words: groupEventWords, Body: GroupEvents, isReason: false },
  unreadable: {
    words: (message, text) => messageReason(text, message) ?? text.timeline.unreadable,
    Body: UnreadableMessage,
    isReason: true,
  },
};
