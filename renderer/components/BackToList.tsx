import { ArrowLeft } from 'lucide-react';
import { Button } from 'react-aria-components';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';

/** Where the window is too narrow for both, the way from a conversation back to the list. */
export function BackToList() {
  const text = useText();
  const { navigation } = useApp();
  return (
    <Button
      className="icon-button back-to-list"
      aria-label={text.conversations.backToList}
      onPress={navigation.leave}
    >
      <ArrowLeft />
    </Button>
  );
}
