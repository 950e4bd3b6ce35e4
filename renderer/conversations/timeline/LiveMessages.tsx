import { useEffect, useState } from 'react';
import type { Message } from '../../../engine/api.ts';
import { nameOf } from '../../messenger/names.ts';
import { useStore } from '../../messenger/store.ts';
import { useApp } from '../../window/app.ts';
import type { ConversationFacts } from '../use-conversation-facts.ts';

/** So many stay, for who hears them one after another. */
const KEPT = 20;

/** Says what comes in while the conversation is open; rows that appear by scrolling are not news. */
export function LiveMessages({ facts }: { facts: ConversationFacts }) {
  const { engine, messenger } = useApp();
  const people = useStore(messenger, (state) => state.people);
  const [news, setNews] = useState<readonly Message[]>([]);

  useEffect(
    () =>
      engine.on('message', ({ conversation, message }) => {
        const isNews = message.sender !== facts.own && message.state === 'delivered';
        if (conversation === facts.id && isNews) setNews((before) => withMessage(before, message));
      }),
    [engine, facts.id, facts.own],
  );

  return (
    <div className="visually-hidden" aria-live="polite" aria-relevant="additions">
      {news.map(({ id, sender, text }) => (
        <p key={id}>{text && `${nameOf(people, sender)}: ${text}`}</p>
      ))}
    </div>
  );
}

/** Each is spoken when it is added, also when it says what the one before it said. */
function withMessage(news: readonly Message[], message: Message): readonly Message[] {
  return news.some(({ id }) => id === message.id) ? news : [...news, message].slice(-KEPT);
}
