import { Trash2 } from 'lucide-react';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';

/** Beside a message that the user may delete, while the pointer or the keyboard is at it. */
export function DeleteButton({ message }: { message: string }) {
  const text = useText();
  const { navigation } = useApp();
  return (
    <button
      type="button"
      className="icon-button message-delete"
      aria-label={text.deletion.delete}
      title={text.deletion.delete}
      onClick={() => navigation.show('deleteMessage', message)}
    >
      <Trash2 aria-hidden="true" />
    </button>
  );
}
