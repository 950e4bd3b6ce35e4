import { Copy, Forward, Trash2, X } from 'lucide-react';
import { useEffect } from 'react';
import { Button, Toolbar } from 'react-aria-components';
import { formatDate } from '../../text/times.ts';
import { actionsFor, type MessageAction } from '../../view-models/messages/message-actions.ts';
import { copiedText, inOrder, type Selected } from '../../view-models/messages/selection.ts';
import { nameOf } from '../../view-models/names.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { focusSoon } from '../components/focus-soon.ts';
import type { ConversationFacts } from './use-conversation-facts.ts';

interface SelectionBarProps {
  readonly facts: ConversationFacts;
  readonly selected: Selected;
}

/** Stands in place of the composer while messages are selected: what can be done with all of them. */
export function SelectionBar({ facts, selected }: SelectionBarProps) {
  const text = useText();
  const { announcer, messenger, navigation, selection, shell } = useApp();
  const messages = inOrder(selected);
  const words = text.selection.selected(messages.length);
  useEffect(() => announcer.say(words, 'selection'), [announcer, words]);
  useEffect(() => {
    announcer.say(text.selection.begun);
    // Who has begun by a key may be at the next message by now.
    return focusSoon(() =>
      document.activeElement?.closest('.message')
        ? undefined
        : document.querySelector<HTMLElement>('.message[aria-selected="true"]'),
    );
  }, [announcer, text]);

  function copy(): void {
    const { people } = messenger.get();
    const name = (user: string) => (user === facts.own ? text.conversations.you : nameOf(people, user));
    shell.copyText(
      copiedText(messages, ({ sender, sentAt }) =>
        text.selection.heading(name(sender), formatDate(sentAt, text.locale)),
      ),
    );
    announcer.say(text.copied);
    selection.end();
  }

  const ids = messages.map(({ id }) => id).join(' ');
  const isForAll = (action: MessageAction) =>
    messages.every((message) => actionsFor(message, facts.messageRights).includes(action));
  return (
    <footer className="composer" data-region>
      <Toolbar className="selection-bar" aria-label={words}>
        <p>{words}</p>
        <Button className="icon-button" aria-label={text.selection.copy} onPress={copy}>
          <Copy />
        </Button>
        <Button
          className="icon-button"
          aria-label={text.forwarding.forward}
          isDisabled={!isForAll('forward')}
          onPress={() => navigation.show('forward', ids)}
        >
          <Forward />
        </Button>
        <Button
          className="icon-button"
          aria-label={text.deletion.confirm}
          isDisabled={!isForAll('delete')}
          onPress={() => navigation.show('deleteMessage', ids)}
        >
          <Trash2 />
        </Button>
        <Button className="icon-button" aria-label={text.selection.end} onPress={() => selection.end()}>
          <X />
        </Button>
      </Toolbar>
    </footer>
  );
}
