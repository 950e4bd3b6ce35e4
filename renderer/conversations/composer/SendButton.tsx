import { ArrowUp, BellOff, Check } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button, Menu, MenuItem, Popover } from 'react-aria-components';
import { useText } from '../../app/text.tsx';
import type { HowSent } from './use-sending.ts';

/** Sends; the right button and Shift+F10 open a menu with other ways to send. */
export function SendButton({ onSend }: { readonly onSend: (how?: HowSent) => void }) {
  const { composer } = useText();
  const anchor = useRef<HTMLSpanElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the menu is that of the button within
    <span
      ref={anchor}
      onContextMenu={(event) => {
        event.preventDefault();
        setOpen(true);
      }}
    >
      <Button
        className="send-button"
        aria-label={composer.send}
        aria-haspopup="menu"
        onPress={() => onSend()}
      >
        <ArrowUp />
      </Button>
      <Popover
        className="popover"
        aria-label={composer.waysToSend}
        isOpen={isOpen}
        onOpenChange={setOpen}
        triggerRef={anchor}
        placement="top end"
      >
        <Menu
          className="menu"
          aria-label={composer.waysToSend}
          onClose={() => setOpen(false)}
          autoFocus="first"
        >
          <MenuItem onAction={() => onSend({ silent: true })}>
            <BellOff aria-hidden="true" />
            {composer.sendSilently}
          </MenuItem>
        </Menu>
      </Popover>
    </span>
  );
}

/** Where an edit has the composer. */
export function SaveButton({ onSave }: { readonly onSave: () => void }) {
  const { composer } = useText();
  return (
    <Button className="send-button" aria-label={composer.saveEdit} onPress={onSave}>
      <Check />
    </Button>
  );
}
