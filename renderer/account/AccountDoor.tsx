import { useState } from 'react';
import type { Registered } from '../../engine/api.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { ConnectedServer } from '../shell.ts';
import { ChoosePassword } from './ChoosePassword.tsx';
import { CreateAccount } from './CreateAccount.tsx';
import { RecoverAccount } from './RecoverAccount.tsx';
import { SignIn } from './SignIn.tsx';

export type AccountView = 'sign-in' | 'create' | 'recover' | 'set-up';

export interface AccountDoorProps {
  readonly server: ConnectedServer;
  /** Why one is out, if the session was ended from elsewhere. */
  readonly ended: Refusal | undefined;
  /** A registration has begun, has succeeded, or has failed. */
  readonly onRegistration: (registration: Registered | 'running' | undefined) => void;
  readonly onLeave: () => void;
}

export interface AccountViewProps extends AccountDoorProps {
  /** What was typed goes along from view to view. */
  readonly username: string;
  readonly setUsername: (username: string) => void;
  /** With which the account that waits under the name was given out. */
  readonly initialPassword: string;
  readonly setInitialPassword: (password: string) => void;
  readonly show: (view: AccountView) => void;
}

const views = {
  'sign-in': SignIn,
  create: CreateAccount,
  recover: RecoverAccount,
  'set-up': ChoosePassword,
} as const;

export function AccountDoor(props: AccountDoorProps) {
  const [view, show] = useState<AccountView>(props.server.invite ? 'create' : 'sign-in');
  const [username, setUsername] = useState('');
  const [initialPassword, setInitialPassword] = useState('');
  const View = views[view];
  return <View {...props} {...{ username, setUsername, initialPassword, setInitialPassword, show }} />;
}
