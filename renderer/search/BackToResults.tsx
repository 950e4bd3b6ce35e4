import { Search } from 'lucide-react';
import { Button } from 'react-aria-components';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';

/** From a message that a search has found to the others. */
export function BackToResults() {
  const text = useText();
  const { navigation } = useApp();
  const isFound = useStore(navigation, ({ found }) => found !== undefined);
  if (!isFound) return;
  return (
    <Button className="button back-to-results" onPress={navigation.back}>
      <Search aria-hidden="true" />
      {text.search.back}
    </Button>
  );
}
