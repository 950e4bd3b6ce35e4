import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { MessageItem } from '../../../view-models/timeline/items.ts';
import { useApp } from '../../app/app.ts';
import { useText } from '../../app/text.tsx';
import { useStore } from '../../app/use-store.ts';
import type { ConversationFacts } from '../use-conversation-facts.ts';
import { MessageRow, type RowWays } from './MessageRow.tsx';

interface ShownOrHiddenProps {
  readonly item: MessageItem;
  readonly facts: ConversationFacts;
  readonly ways: RowWays;
}

/** What a blocked person has written is a line without name and text, until the user wants to see it. */
export function ShownOrHidden({ item, facts, ways }: ShownOrHiddenProps) {
  const { requests } = useText();
  const { messenger } = useApp();
  const { message } = item;
  const isBlocked = useStore(messenger, ({ blocked }) => blocked.has(message.sender));
  const [shown, setShown] = useState<string>();
  if (!isBlocked || shown === message.id) return <MessageRow item={item} facts={facts} ways={ways} />;
  return (
    // biome-ignore lint/a11y/useSemanticElements: there is no table around it
    <div
      role="gridcell"
      tabIndex={-1}
      ref={ways.observe}
      className="message"
      aria-label={requests.hidden}
      data-message={message.id}
    >
      <p className="hidden-message">
        {requests.hidden}
        <Button className="link-button" onPress={() => setShown(message.id)}>
          {requests.show}
        </Button>
      </p>
    </div>
  );
}
