import type { Message, Quoted } from '../../engine/api/api.ts';
import type { Catalogue } from '../../text/languages.ts';
import { plainExcerpt } from '../../view-models/formatting/formatted-text.ts';
import type { MessengerState } from '../../view-models/messenger.ts';
import { nameOf } from '../../view-models/names.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { Spoken } from '../components/Spoken.tsx';

/** What a quote shows: no name where the message isn't here, no words of a blocked person's. */
export function quotedWords(
  { messages, requests, timeline, deletion, formatting }: Catalogue,
  { people, blocked }: Pick<MessengerState, 'people' | 'blocked'>,
  { sender, kind, text }: Quoted,
): { readonly name?: string; readonly words: string; readonly spoken: string } {
  if (sender === undefined) return { words: messages.elsewhere, spoken: messages.quotedElsewhere };
  if (blocked.has(sender)) return { words: requests.hidden, spoken: requests.hidden };
  if (kind === 'deleted') return { words: deletion.quoted, spoken: deletion.quoted };
  const words = text === undefined ? timeline.unreadable : plainExcerpt(text, formatting.hidden);
  const name = nameOf(people, sender);
  return { name, words, spoken: messages.quoted(name, words) };
}

interface QuoteProps {
  readonly message: Message;
  readonly quoted: Quoted;
  readonly onShow: (quoted: Quoted, from: Message) => void;
}

/** Above a reply: the message that it answers, and the way there. */
export function Quote({ message, quoted, onShow }: QuoteProps) {
  const text = useText();
  const { messenger } = useApp();
  const people = useStore(messenger, (state) => state.people);
  const blocked = useStore(messenger, (state) => state.blocked);
  const { name, words, spoken } = quotedWords(text, { people, blocked }, quoted);
  return (
    <button type="button" tabIndex={-1} className="quote" onClick={() => onShow(quoted, message)}>
      <Spoken>{spoken}</Spoken>
      {name !== undefined && (
        <bdi aria-hidden="true" className="quote-sender">
          {name}
        </bdi>
      )}
      <span aria-hidden="true" className="quote-words" dir="auto">
        {words}
      </span>
    </button>
  );
}
