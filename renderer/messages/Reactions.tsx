import type { Message, Reaction } from '../../engine/api/api.ts';
import { type ActionRights, mayReact } from '../../view-models/messages/message-actions.ts';
import { nameOf } from '../../view-models/names.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { Spoken } from '../components/Spoken.tsx';
import { reactionToggle } from './actions/use-message-actions.ts';

interface ReactionsProps {
  readonly message: Message;
  readonly rights: ActionRights;
}

/** The emoji on a message; pressed are one's own. */
export function Reactions({ message, rights }: ReactionsProps) {
  const app = useApp();
  const toggle = reactionToggle(app, message);
  const isUsable = mayReact(message, rights);
  return (
    <div className="reactions">
      {message.reactions?.map((reaction) => (
        <ReactionChip
          key={`${reaction.emoji} ${reaction.beforeEdit}`}
          reaction={reaction}
          own={rights.own}
          isUsable={isUsable}
          onPress={() => toggle(reaction.emoji, !reaction.own)}
        />
      ))}
    </div>
  );
}

interface ReactionChipProps {
  readonly reaction: Reaction;
  readonly own: string;
  readonly isUsable: boolean;
  readonly onPress: () => void;
}

function ReactionChip({ reaction, own, isUsable, onPress }: ReactionChipProps) {
  const { messages, conversations } = useText();
  const { messenger } = useApp();
  const { emoji, count, users, own: isOwn = false, beforeEdit = false } = reaction;
  const names = useStore(messenger, ({ people }) =>
    users.map((user) => (user === own ? conversations.you : nameOf(people, user))).join('\n'),
  ).split('\n');
  const label = messages.reaction(emoji, names, count - users.length, beforeEdit);
  return (
    <button
      type="button"
      tabIndex={-1}
      className="reaction"
      aria-pressed={isOwn}
      aria-disabled={!isUsable}
      title={label}
      data-before={beforeEdit}
      onClick={isUsable ? onPress : undefined}
    >
      <Spoken>{label}</Spoken>
      <span aria-hidden="true" className="reaction-emoji">
        {emoji}
      </span>
      <span aria-hidden="true">{count}</span>
    </button>
  );
}
