import { Menu, MenuItem, MenuSection, Popover, Separator } from 'react-aria-components';
import type { Message } from '../../../engine/api/api.ts';
import { type ActionRights, commonEmoji } from '../../../view-models/messages/message-actions.ts';
import { nameOf } from '../../../view-models/names.ts';
import { useApp } from '../../app/app.ts';
import { useText } from '../../app/text.tsx';
import { useStore } from '../../app/use-store.ts';
import { useMessageActions } from './use-message-actions.ts';

/** A message whose menu is open, and the element that it belongs to. */
export interface OpenMenu {
  readonly message: Message;
  readonly anchor: HTMLElement;
}

interface MessageMenuProps extends OpenMenu {
  readonly rights: ActionRights;
  readonly onClose: () => void;
}

/** One for all messages: what the right button, Shift+F10 and "More actions" open. */
export function MessageMenu({ message, anchor, rights, onClose }: MessageMenuProps) {
  const { messages } = useText();
  const { messenger } = useApp();
  const { actions, mayReact, toggle } = useMessageActions(message, rights);
  const sender = useStore(messenger, ({ people }) => nameOf(people, message.sender));
  return (
    <Popover
      className="popover"
      aria-label={messages.actions(sender)}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      triggerRef={{ current: anchor }}
      placement="bottom start"
    >
      <Menu className="menu" aria-label={messages.actions(sender)} onClose={onClose} autoFocus="first">
        {mayReact && (
          <MenuSection className="emoji-row" aria-label={messages.reactions}>
            {commonEmoji.map((emoji) => (
              <MenuItem key={emoji} textValue={messages.react(emoji)} onAction={() => toggle(emoji)}>
                <span role="img" aria-label={messages.react(emoji)}>
                  {emoji}
                </span>
              </MenuItem>
            ))}
          </MenuSection>
        )}
        {mayReact && <Separator />}
        {actions.map(({ name, icon: Icon, label, run }) => (
          <MenuItem key={name} textValue={label} onAction={run}>
            <Icon aria-hidden="true" />
            {label}
          </MenuItem>
        ))}
      </Menu>
    </Popover>
  );
}
