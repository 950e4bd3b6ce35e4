import { useText } from '../../app/text.tsx';
import { ConversationAvatar } from '../ConversationHeader.tsx';
import type { ConversationFacts } from '../use-conversation-facts.ts';

export function EmptyTimeline({ facts }: { facts: ConversationFacts }) {
  const text = useText();
  const hints = {
    public: text.conversations.emptyLobby,
    group: text.conversations.empty,
    self: text.conversations.emptySelf,
    direct: text.conversations.emptyDirect(facts.title),
  } as const;
  return (
    <div className="timeline empty-state">
      <ConversationAvatar facts={facts} size="large" />
      <h2>{text.conversations.empty}</h2>
      <p>
        <bdi>{hints[facts.kind]}</bdi>
      </p>
    </div>
  );
}
