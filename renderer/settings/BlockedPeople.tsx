import { Button } from 'react-aria-components';
import { nameOf } from '../../view-models/names.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { Avatar } from '../components/Avatar.tsx';

export function BlockedPeople() {
  const { requests } = useText();
  const { engine, messenger, notices } = useApp();
  const { blocked, people } = useStore(messenger, (state) => state);
  if (blocked.size === 0) return <p className="field-hint">{requests.noneBlocked}</p>;
  return (
    <>
      <p className="field-hint">{requests.blockedHint}</p>
      <ul className="settings-list">
        {[...blocked].map((user) => (
          <li key={user} className="device">
            <Avatar user={user} name={nameOf(people, user)} size="small" />
            <div className="device-text">
              <bdi>{nameOf(people, user)}</bdi>
              <span>
                <bdi>@{user}</bdi>
              </span>
            </div>
            <div className="device-buttons">
              <Button
                className="button small"
                aria-label={requests.unblockPerson(nameOf(people, user))}
                onPress={() => notices.showRefusal(engine.call('unblock', { user }))}
              >
                {requests.unblock}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
