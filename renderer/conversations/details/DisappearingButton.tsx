import { Timer } from 'lucide-react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { lifetimeChoices, lifetimeWords } from '../../../view-models/disappearing.ts';
import { useApp } from '../../app/app.ts';
import { useText } from '../../app/text.tsx';
import type { ConversationFacts } from '../use-conversation-facts.ts';

/** In the details of a conversation: after which time what is written from now on disappears. */
export function DisappearingButton({
  facts: { id, disappearing, maySetDisappearing },
}: {
  facts: ConversationFacts;
}) {
  const text = useText();
  const { engine, notices } = useApp();
  const words = text.disappearing;
  const wordsFor = (seconds: number) => (seconds === 0 ? words.off : lifetimeWords(text, seconds));
  const state = `${words.title}: ${wordsFor(disappearing)}`;
  if (!maySetDisappearing) return disappearing > 0 && <p className="details-hint">{state}</p>;
  return (
    <section className="details-section details-acts">
      <MenuTrigger>
        <Button className="details-act">
          <Timer aria-hidden="true" />
          {state}
        </Button>
        <Popover className="popover" placement="bottom start">
          <Menu
            className="menu"
            aria-label={words.title}
            selectionMode="single"
            selectedKeys={[String(disappearing)]}
          >
            {lifetimeChoices.map((seconds) => (
              <MenuItem
                key={seconds}
                id={String(seconds)}
                onAction={() =>
                  notices.showRefusal(engine.call('setDisappearing', { conversation: id, seconds }))
                }
              >
                {wordsFor(seconds)}
              </MenuItem>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
      <p className="details-hint">{words.hint}</p>
    </section>
  );
}
