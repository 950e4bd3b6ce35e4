import { MessagesSquare, PenLine } from 'lucide-react';
import { Button } from 'react-aria-components';
import { hostOf } from '../account/host-of.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { commandKey } from '../keyboard/command-key.ts';

/** Shows the next step: whom to write to, or how others join while the server is empty. */
export function NoConversation({ server }: { server: string }) {
  const text = useText();
  const { navigation, messenger, shell } = useApp();
  const alone = useStore(messenger, ({ people }) => people.size === 1);
  const { conversations } = text;
  return (
    <main className="conversation empty-state">
      <MessagesSquare aria-hidden="true" />
      <h1>{alone ? conversations.alone : conversations.none}</h1>
      <p>
        {alone
          ? conversations.aloneHint(hostOf(server))
          : conversations.noneHint(`${commandKey(text, shell)}+K`)}
      </p>
      <Button className="button primary" onPress={() => navigation.show('jump')}>
        <PenLine aria-hidden="true" />
        {conversations.start}
      </Button>
    </main>
  );
}
