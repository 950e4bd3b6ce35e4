import { MessagesSquare, PenLine } from 'lucide-react';
import { Button } from 'react-aria-components';
import { useText } from '../text/text.tsx';
import { useApp } from '../window/app.ts';

export function NoConversation() {
  const text = useText();
  const { navigation, shell } = useApp();
  const key = shell.platform === 'darwin' ? '⌘K' : 'Ctrl+K';
  return (
    <main className="conversation empty-state">
      <MessagesSquare aria-hidden="true" />
      <h1>{text.conversations.none}</h1>
      <p>{text.conversations.noneHint(key)}</p>
      <Button className="button primary" onPress={() => navigation.show('jump')}>
        <PenLine aria-hidden="true" />
        {text.conversations.start}
      </Button>
    </main>
  );
}
