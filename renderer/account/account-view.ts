import type { Registered } from '../../engine/api/api.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { ConnectedServer } from '../../shell/shell.ts';

export type AccountView = 'sign-in' | 'create' | 'recover' | 'set-up';

/** An account that waits under the name to be set up, the first time or after a reset. */
export interface WaitingAccount {
  /** With which it was given out. */
  readonly initialPassword: string;
  readonly refusal: Refusal;
}

export function waitsForSetUp({ code }: Refusal): boolean {
  return code === 'set-up-required' || code === 'account-reset';
}

export interface SignedOutScreenProps {
  readonly server: ConnectedServer;
  /** Why one is out, if the session was ended from elsewhere. */
  readonly ended: Refusal | undefined;
  /** A registration has begun, has succeeded, or has failed. */
  readonly onRegistration: (registration: Registered | 'running' | undefined) => void;
  readonly onLeave: () => void;
}

export interface AccountViewProps extends SignedOutScreenProps {
  /** What was typed goes along from view to view. */
  readonly username: string;
  readonly setUsername: (username: string) => void;
  readonly waiting: WaitingAccount | undefined;
  /** Shows where the account gets a password of its own. */
  readonly setUp: (waiting: WaitingAccount) => void;
  readonly show: (view: AccountView) => void;
}
