import { Ban } from 'lucide-react';

export function UnreadableMessage({ words }: { words: string }) {
  return (
    <div className="bubble unreadable">
      <Ban aria-hidden="true" />
      {words}
    </div>
  );
}
