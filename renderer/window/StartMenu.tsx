import { PenLine, SquarePen, Users } from 'lucide-react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';

/** What a conversation can begin as. */
export function StartMenu() {
  const text = useText();
  const { navigation } = useApp();
  return (
    <MenuTrigger>
      <Button className="icon-button" aria-label={text.conversations.start}>
        <SquarePen />
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu className="menu" aria-label={text.conversations.start}>
          <MenuItem onAction={() => navigation.show('jump')}>
            <PenLine aria-hidden="true" />
            {text.conversations.write}
          </MenuItem>
          <MenuItem onAction={() => navigation.show('newGroup')}>
            <Users aria-hidden="true" />
            {text.groups.create}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
