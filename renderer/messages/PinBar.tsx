import { List, Pin } from 'lucide-react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import type { Pinned } from '../../engine/api/api.ts';
import type { MessageId } from '../../protocol/ids.ts';
import { nameOf } from '../../view-models/names.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { quotedWords } from './Quote.tsx';

interface PinBarProps {
  readonly pinned: readonly Pinned[];
  readonly onShow: (message: MessageId) => void;
}

/** Above the timeline: the message that was pinned last, the way there, and where there are more, a list of all. */
export function PinBar({ pinned, onShow }: PinBarProps) {
  const text = useText();
  const { messenger } = useApp();
  const people = useStore(messenger, (state) => state.people);
  const blocked = useStore(messenger, (state) => state.blocked);
  const wordsOf = (one: Pinned) => {
    const { name, words } = quotedWords(text, { people, blocked }, one);
    return name === undefined ? words : text.conversations.preview(name, words);
  };
  const [latest] = pinned;
  if (!latest) return;
  return (
    <section className="pin-bar" aria-label={text.pins.title}>
      <Button className="pin-latest" onPress={() => onShow(latest.id)}>
        <Pin aria-hidden="true" />
        <span className="pin-by">{text.pins.by(nameOf(people, latest.by))}</span>
        <bdi className="pin-words" dir="auto">
          {wordsOf(latest)}
        </bdi>
      </Button>
      {pinned.length > 1 && (
        <MenuTrigger>
          <Button className="button small" aria-label={text.pins.all(pinned.length)}>
            <List aria-hidden="true" />
            {pinned.length}
          </Button>
          <Popover className="popover" placement="bottom end">
            <Menu className="menu pin-list">
              {pinned.map((one) => (
                <MenuItem key={one.id} textValue={wordsOf(one)} onAction={() => onShow(one.id)}>
                  <bdi className="pin-words" dir="auto">
                    {wordsOf(one)}
                  </bdi>
                </MenuItem>
              ))}
            </Menu>
          </Popover>
        </MenuTrigger>
      )}
    </section>
  );
}
