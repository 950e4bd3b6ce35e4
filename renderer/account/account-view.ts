import type { Registered } from '../../engine/api/api.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { ConnectedServer } from '../../shell/shell.ts';

export type AccountView = 'sign-in' | 'create' | 'recover' | 'set-up';

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
  /** With which the account that waits under the name was given out. */
  readonly initialPassword: string;
  readonly setInitialPassword: (password: string) => void;
  readonly show: (view: AccountView) => void;
}
