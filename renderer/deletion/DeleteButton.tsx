import { Trash2 } from 'lucide-react';
import type { Message } from '../../engine/api/api.ts';
import { canDelete } from '../../view-models/deletion/deletion.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import type { ConversationFacts } from '../conversations/use-conversation-facts.ts';

/** Beside a message that the user may delete, while the pointer or the keyboard is at it. */
export function DeleteButton({ message, facts }: { message: Message; facts: ConversationFacts }) {
  const text = useText();
  const { navigation } = useApp();
  const { own, group, blocked, deletedSince } = facts;
  const isOver = blocked || deletedSince !== undefined || group?.ended !== undefined;
  if (isOver || !canDelete(message, own, group?.rights.manages === true)) return;
  return (
    <button
      type="button"
      className="icon-button message-delete"
      aria-label={text.deletion.delete}
      title={text.deletion.delete}
      onClick={() => navigation.show('deleteMessage', message.id)}
    >
      <Trash2 aria-hidden="true" />
    </button>
  );
}
