import { nameOf } from '../../../view-models/names.ts';
import { useApp } from '../../app/app.ts';
import { useText } from '../../app/text.tsx';
import { useStore } from '../../app/use-store.ts';
import { Avatar } from '../../components/Avatar.tsx';

const MOST_SHOWN = 50;

/** The people who are online, the user included. */
export function PeopleHere() {
  const text = useText();
  const { messenger } = useApp();
  const people = useStore(messenger, (state) => state.people);
  const here = [...people.values()].filter(({ status }) => status !== 'offline');
  return (
    <section className="details-section">
      <h3>
        {text.details.members} <span className="list-count">{here.length}</span>
      </h3>
      <ul>
        {here.slice(0, MOST_SHOWN).map(({ user, status }) => (
          <li key={user} className="details-person">
            <Avatar user={user} name={nameOf(people, user)} size="small" presence={status} />
            <bdi>{nameOf(people, user)}</bdi>
            <span className="person-status">{text.presence[status]}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
