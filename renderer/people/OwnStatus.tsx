import { Check, ChevronDown, Keyboard, LogOut, Settings } from 'lucide-react';
import { Button, Menu, MenuItem, MenuSection, MenuTrigger, Popover, Separator } from 'react-aria-components';
import type { EngineStatus } from '../../engine/api/api.ts';
import { type Status, statuses, status as statusSchema } from '../../protocol/accounts.ts';
import { ownUser } from '../../view-models/names.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { Avatar, PresenceDot } from '../components/Avatar.tsx';
import { Spoken } from '../components/Spoken.tsx';

/** Oneself: the status menu, and the way to everything that is not a conversation. */
export function OwnStatus({ status }: { status: EngineStatus }) {
  const text = useText();
  const user = ownUser(status) ?? '';
  const name = status.displayName || user;
  const presence = status.presence ?? 'normal';
  const seen = status.state === 'online' ? presence : 'offline';

  return (
    <MenuTrigger>
      <Button className="own-status">
        <Avatar user={user} name={name} size="own" presence={seen} />
        <span className="own-status-words">
          <bdi className="own-name">{name}</bdi>
          <span className="own-presence">
            <span>
              {status.state === 'online' ? text.presence[presence] : text.whenOnline(text.presence[presence])}
            </span>
            <ChevronDown aria-hidden="true" />
            <Spoken>{text.people.changeStatus}</Spoken>
          </span>
        </span>
      </Button>
      <Popover className="popover" placement="bottom start">
        <OwnMenu presence={presence} />
      </Popover>
    </MenuTrigger>
  );
}

/** Its button, by which it would be named, is hidden then: with all that is in it, the letter of the avatar included. */
const ownLabel = { 'aria-labelledby': '' };

function OwnMenu({ presence }: { presence: Status }) {
  const text = useText();
  const { messenger, navigation, notices, announcer } = useApp();

  async function choose(status: Status): Promise<void> {
    const set = messenger.setStatus(status);
    if (await notices.showRefusal(set)) announcer.say(text.composer.statusNow(text.presence[status]));
  }

  return (
    <Menu className="menu" aria-label={text.people.changeStatus} {...ownLabel}>
      <MenuSection
        selectionMode="single"
        selectedKeys={[presence]}
        aria-label={text.people.status}
        onSelectionChange={([chosen]: Iterable<unknown> & { [Symbol.iterator](): Iterator<unknown> }) => {
          const next = statusSchema.safeParse(chosen);
          if (next.success) choose(next.data);
        }}
      >
        {statuses.map((one) => (
          <MenuItem key={one} id={one} textValue={text.presence[one]}>
            <PresenceDot presence={one} />
            {text.presence[one]}
            {one === presence && <Check aria-hidden="true" className="menu-end" />}
          </MenuItem>
        ))}
      </MenuSection>
      <Separator />
      <MenuItem onAction={() => navigation.show('settings')}>
        <Settings aria-hidden="true" />
        {text.people.settings}
      </MenuItem>
      <MenuItem onAction={() => navigation.show('shortcuts')}>
        <Keyboard aria-hidden="true" />
        {text.people.shortcuts}
      </MenuItem>
      <MenuItem onAction={() => navigation.show('signOut')}>
        <LogOut aria-hidden="true" />
        {text.people.signOut}
      </MenuItem>
    </Menu>
  );
}
