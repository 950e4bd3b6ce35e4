import { Ban, Crown, Ellipsis, MessageCircle, QrCode, ShieldCheck, User, UserMinus } from 'lucide-react';
import { Button, Menu, MenuItem, MenuTrigger, Popover, Separator } from 'react-aria-components';
import type { Member } from '../../../engine/api/api.ts';
import { actsOn, type GroupRights } from '../../../view-models/groups/rights.ts';
import { nameOf } from '../../../view-models/names.ts';
import { openPerson } from '../../../view-models/open-person.ts';
import { useApp } from '../../app/app.ts';
import { useText } from '../../app/text.tsx';
import { useStore } from '../../app/use-store.ts';
import { Avatar } from '../../components/Avatar.tsx';
import { Spoken } from '../../components/Spoken.tsx';
import type { ConversationFacts } from '../use-conversation-facts.ts';

interface MemberRowProps {
  readonly member: Member;
  readonly facts: ConversationFacts;
  readonly rights: GroupRights;
}

export function MemberRow({ member, facts, rights }: MemberRowProps) {
  const text = useText();
  const { messenger } = useApp();
  const { user, role, deleted } = member;
  const person = useStore(messenger, ({ people }) => people.get(user));
  const name = person?.displayName || user;
  const presence = facts.online && !deleted ? (person?.status ?? 'offline') : undefined;
  return (
    <li className="details-person member">
      <Avatar user={user} name={name} size="small" presence={presence} />
      <bdi>{user === facts.own ? text.groups.you(name) : name}</bdi>
      {presence && <Spoken>{text.presence[presence]}</Spoken>}
      {deleted && <span className="person-status">{text.accountDeletion.briefly}</span>}
      {role !== 'member' && <span className="person-status">{text.groups.roles[role]}</span>}
      {user !== facts.own && <MemberMenu member={member} facts={facts} rights={rights} />}
    </li>
  );
}

const roleIcons = { owner: Crown, admin: ShieldCheck, member: User } as const;

/** What the rulebook lets one do with a member, and a way to write to them. */
function MemberMenu({ member: { user, role }, facts, rights }: MemberRowProps) {
  const { details, groups, requests } = useText();
  const app = useApp();
  const { engine, navigation, notices, messenger } = app;
  const name = useStore(messenger, ({ people }) => nameOf(people, user));
  const isBlocked = useStore(messenger, ({ blocked }) => blocked.has(user));
  const { roles, remove } = actsOn({ user, role }, facts.own, rights);
  return (
    <MenuTrigger>
      <Button className="icon-button" aria-label={groups.memberMenu(name)}>
        <Ellipsis />
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu className="menu" aria-label={groups.memberMenu(name)}>
          <MenuItem onAction={() => notices.showRefusal(openPerson(app, user))}>
            <MessageCircle aria-hidden="true" />
            {groups.message}
          </MenuItem>
          <MenuItem onAction={() => navigation.show('safetyNumber', user)}>
            <QrCode aria-hidden="true" />
            {details.safetyNumber}
          </MenuItem>
          {roles.map((one) => {
            const Icon = roleIcons[one];
            const give = () => engine.call('setRole', { conversation: facts.id, user, role: one });
            return (
              <MenuItem key={one} onAction={() => notices.showRefusal(give())}>
                <Icon aria-hidden="true" />
                {groups.makeRole[one]}
              </MenuItem>
            );
          })}
          <Separator />
          <MenuItem
            onAction={() =>
              isBlocked
                ? notices.showRefusal(engine.call('unblock', { user }))
                : navigation.show('block', user)
            }
          >
            <Ban aria-hidden="true" />
            {isBlocked ? requests.unblock : requests.block}
          </MenuItem>
          {remove && (
            <MenuItem className="danger" onAction={() => navigation.show('removeMember', user)}>
              <UserMinus aria-hidden="true" />
              {groups.remove}
            </MenuItem>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
