import { type ReactNode, useState } from 'react';
import type { Registered } from '../../engine/api/api.ts';
import { AccountStage } from '../account/AccountStage.tsx';
import { ChoosePassphrase } from '../account/ChoosePassphrase.tsx';
import { Connecting } from '../account/Connecting.tsx';
import { FirstRun } from '../account/FirstRun.tsx';
import { LostKey } from '../account/LostKey.tsx';
import { RecoveryKey } from '../account/RecoveryKey.tsx';
import { SignedOutScreen } from '../account/SignedOutScreen.tsx';
import { Unlock } from '../account/Unlock.tsx';
import { useServer } from '../account/use-server.ts';
import { useApp } from '../app/app.ts';
import { useStore } from '../app/use-store.ts';
import { Messenger } from './Messenger.tsx';

const lockScreens = { 'new-passphrase': ChoosePassphrase, passphrase: Unlock, 'lost-key': LostKey } as const;

/** Which screen it is follows from how far one has come: server, account, recovery key, messenger. */
export function Screen() {
  const { shell, messenger, navigation } = useApp();
  const door = useServer(shell);
  const status = useStore(messenger, (state) => state.status);
  const ended = useStore(messenger, (state) => state.ended);
  // An account exists before its recovery key has been answered; until then nothing else may come up.
  const [registration, setRegistration] = useState<Registered | 'running'>();

  function finish(): void {
    setRegistration(undefined);
    if (door.hosted) navigation.show('server');
  }

  if (!door.ready && !door.busy) return;
  const isOut = status?.state === 'signed-out' || registration === 'running';
  const isIn = door.ready && !registration && !door.locked && door.server;
  if (isIn && status && !isOut) return <Messenger status={status} />;
  return <AccountStage>{cardBeforeMessenger()}</AccountStage>;

  function cardBeforeMessenger(): ReactNode {
    if (!door.ready) return <Connecting server={door.link} />;
    if (registration && registration !== 'running') {
      return <RecoveryKey registered={registration} onDone={finish} />;
    }
    if (door.locked) {
      const Lock = lockScreens[door.locked.by];
      return <Lock door={door} locked={door.locked} />;
    }
    if (!door.server) return <FirstRun door={door} key={door.link} />;
    if (!isOut) return;
    return (
      <SignedOutScreen
        server={door.server}
        ended={ended}
        onRegistration={setRegistration}
        onLeave={door.leave}
      />
    );
  }
}
