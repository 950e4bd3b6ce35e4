import { useEffect, useRef } from 'react';
import type { EngineEvents, Message } from '../../engine/api/api.ts';
import type { Catalogue } from '../../text/languages.ts';
import { messageReason } from '../../text/sentence.ts';
import { plainWords } from '../../view-models/formatting/formatted-text.ts';
import { groupEventLines } from '../../view-models/groups/group-events.ts';
import { nameOf, ownUser } from '../../view-models/names.ts';
import { type App, useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';

/** So many are remembered as said. */
const KEPT = 500;

/** Announces messages that arrive in the open conversation, and failed messages of any conversation. */
export function useSpokenMessages(): void {
  const app = useApp();
  const text = useText();
  const said = useRef(new Set<string>());

  useEffect(() => {
    function onMessage({ message, revised, reacted }: EngineEvents['message']): void {
      // Emoji are in the message’s name, for who comes to it.
      if (reacted) return;
      if (app.messenger.get().blocked.has(message.sender)) return;
      const isOwn = message.sender === ownUser(app.messenger.get().status);
      const isOpen = app.navigation.get().conversation === message.conversation;
      if (revised && !isOwn) {
        if (isOpen) sayIncoming(app, text, message);
        return;
      }
      // What oneself has done to a group is said, too: it is done.
      const isEvent = message.kind === 'system' && message.state !== 'read';
      const isNews = isEvent || message.state === (isOwn ? 'failed' : 'delivered');
      if (!isNews) said.current.delete(message.id);
      else if (isOpen || (isOwn && !isEvent)) sayOnce(message, isOwn);
    }

    function sayOnce(message: Message, isOwn: boolean): void {
      if (said.current.has(message.id)) return;
      said.current = new Set([...said.current, message.id].slice(-KEPT));
      if (message.kind === 'system') sayEvents(app, text, message);
      else if (isOwn)
        app.announcer.say(text.timeline.notSent(message.text ?? '', messageReason(text, message)));
      else sayIncoming(app, text, message);
    }

    return app.engine.on('message', onMessage);
  }, [app, text]);
}

function sayEvents({ announcer, messenger }: App, text: Catalogue, message: Message): void {
  const { people, status } = messenger.get();
  announcer.say(groupEventLines(message, { text, people, own: ownUser(status) }).join('\n'));
}

function sayIncoming({ announcer, messenger }: App, text: Catalogue, message: Message): void {
  if (!message.text) return;
  const said = plainWords(message.text, text.formatting.hidden);
  const sender = nameOf(messenger.get().people, message.sender);
  const words = message.edited ? text.timeline.spokenEdit(said) : said;
  announcer.sayMessage({ sender, text: words, several: text.timeline.newMessagesFrom });
}
