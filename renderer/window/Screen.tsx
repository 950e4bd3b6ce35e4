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
  const selection = useServer(shell);
  const status = useStore(messenger, (state) => state.status);
  const ended = useStore(messenger, (state) => state.ended);
  // An account exists before its recovery key has been answered; until then nothing else may come up.
  const [registration, setRegistration] = useState<Registered | 'running'>();

  function finish(): void {
    setRegistration(undefined);
    if (selection.hosted) navigation.show('server');
  }

  if (!selection.ready && !selection.busy) return;
  const isOut = status?.state === 'signed-out' || registration === 'running';
  const isIn = selection.ready && !registration && !selection.locked && selection.server;
  if (isIn && status && !isOut) return <Messenger status={status} />;
  return <AccountStage>{cardBeforeMessenger()}</AccountStage>;

  function cardBeforeMessenger(): ReactNode {
    if (!selection.ready) return <Connecting server={selection.link} />;
    if (registration && registration !== 'running') {
      return <RecoveryKey registered={registration} onDone={finish} />;
    }
    if (selection.locked) {
      const Lock = lockScreens[selection.locked.by];
      return <Lock selection={selection} locked={selection.locked} />;
    }
    if (!selection.server) return <FirstRun selection={selection} key={selection.link} />;
    if (!isOut) return;
    return (
      <SignedOutScreen
        server={selection.server}
        ended={ended}
        onRegistration={setRegistration}
        onLeave={selection.leave}
      />
    );
  }
}
