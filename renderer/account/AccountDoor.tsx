import { useState } from 'react';
import type { Registered } from '../../engine/api.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { ConnectedServer } from '../shell.ts';
import { CreateAccount } from './CreateAccount.tsx';
import { RecoverAccount } from './RecoverAccount.tsx';
import { SignIn } from './SignIn.tsx';

export type AccountView = 'sign-in' | 'create' | 'recover';

export interface AccountDoorProps {
  readonly server: ConnectedServer;
  /** Why one is out, if the session was ended from elsewhere. */
  readonly ended: Refusal | undefined;
  /** A registration has begun, has succeeded, or has failed. */
  readonly onRegistration: (registration: Registered | 'running' | undefined) => void;
  readonly onLeave: () => void;
}

export interface AccountViewProps extends AccountDoorProps {
  readonly show: (view: AccountView) => void;
}

const views = { 'sign-in': SignIn, create: CreateAccount, recover: RecoverAccount } as const;

export function AccountDoor(props: AccountDoorProps) {
  const [view, show] = useState<AccountView>(props.server.invite ? 'create' : 'sign-in');
  const View = views[view];
  return <View {...props} show={show} />;
}
