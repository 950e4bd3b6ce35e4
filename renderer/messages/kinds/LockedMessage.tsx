import { Lock, LockOpen } from 'lucide-react';
import type { Message } from '../../../engine/api/api.ts';
import { useApp } from '../../app/app.ts';
import { useText } from '../../app/text.tsx';
import { useStore } from '../../app/use-store.ts';
import { FormattedText } from './FormattedText.tsx';

interface LockedMessageProps {
  readonly words: string;
  readonly message: Message;
}

/** What is in it is on the screen only once the user has opened it, until they lock it again or leave the conversation. */
export function LockedMessage({ words, message: { id } }: LockedMessageProps) {
  const { locked } = useText();
  const { navigation, opened } = useApp();
  const unlocked = useStore(opened, (all) => all.get(id));
  const isOpen = unlocked !== undefined;
  return (
    <div className="bubble locked" data-open={isOpen}>
      {isOpen ? <LockOpen aria-hidden="true" /> : <Lock aria-hidden="true" />}
      {isOpen ? (
        <div>
          <FormattedText text={unlocked} />
        </div>
      ) : (
        <p dir="auto">{words}</p>
      )}
      <button
        type="button"
        tabIndex={-1}
        className="button small"
        onClick={() => (isOpen ? opened.close(id) : navigation.show('unlock', id))}
      >
        {isOpen ? locked.again : locked.open}
      </button>
    </div>
  );
}
