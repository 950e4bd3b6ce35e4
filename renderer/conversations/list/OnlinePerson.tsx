import type { Person } from '../../../engine/api/api.ts';
import { useText } from '../../app/text.tsx';
import { Avatar } from '../../components/Avatar.tsx';
import { Spoken } from '../../components/Spoken.tsx';
import { ListedItem } from './ListedItem.tsx';

export function OnlinePerson({ id, person }: { id: string; person: Person }) {
  const text = useText();
  const { user, displayName, status } = person;
  const name = displayName || user;
  const [local = user, server] = user.split('@');
  return (
    <ListedItem id={id} textValue={name} className="person-row">
      <Avatar user={user} name={name} size="small" presence={status} />
      <span className="person-name">
        <bdi>{displayName || local}</bdi>
        {server && <bdi className="person-server">@{server}</bdi>}
      </span>
      {status === 'normal' ? (
        <Spoken>{text.presence[status]}</Spoken>
      ) : (
        <span className="person-status">{text.presence[status]}</span>
      )}
    </ListedItem>
  );
}
