import { Trash2 } from 'lucide-react';

/** The place of a message that is gone. */
export function DeletedMessage({ words }: { words: string }) {
  return (
    <p className="message-deleted">
      <Trash2 aria-hidden="true" />
      <bdi>{words}</bdi>
    </p>
  );
}
