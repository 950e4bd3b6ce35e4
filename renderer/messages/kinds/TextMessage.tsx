import type { Message } from '../../../engine/api/api.ts';
import { messageParts } from '../../../view-models/messages/message-parts.ts';
import { ownUser } from '../../../view-models/names.ts';
import { useApp } from '../../app/app.ts';
import { useStore } from '../../app/use-store.ts';
import { LinkedText } from './LinkedText.tsx';

export function TextMessage({ words, message }: { words: string; message: Message }) {
  const { messenger } = useApp();
  const status = useStore(messenger, (state) => state.status);
  return (
    <div className="bubble">
      <p dir="auto">
        <LinkedText parts={messageParts(words, message.mentions, status)} own={ownUser(status)} />
      </p>
    </div>
  );
}
