import { useEffect, useState } from 'react';
import type { Message } from '../../../engine/api.ts';
import { nameOf } from '../../messenger/names.ts';
import { useStore } from '../../messenger/store.ts';
import { useApp } from '../../window/app.ts';
import type { ConversationFacts } from '../use-conversation-facts.ts';

/** Says what comes in while the conversation is open; rows that appear by scrolling are not news. */
export function LiveMessages({ facts }: { facts: ConversationFacts }) {
  const { engine, messenger } = useApp();
  const people = useStore(messenger, (state) => state.people);
  const [latest, setLatest] = useState<Message>();

  useEffect(
    () =>
      engine.on('message', ({ conversation, message }) => {
        const news = message.sender !== facts.own && message.state === 'delivered';
        if (conversation === facts.id && news) setLatest(message);
      }),
    [engine, facts.id, facts.own],
  );

  return (
    <div className="visually-hidden" aria-live="polite">
      {latest?.text && `${nameOf(people, latest.sender)}: ${latest.text}`}
    </div>
  );
}
