// How prepared accounts lie in their folder; see prepared-accounts.ts.
import { join } from 'node:path';

export const password = 'correct horse battery';

/** A username, or a display name that is the username but for its case. */
export type NewAccount = string | { readonly username: string; readonly displayName: string };

export interface SignedUp {
  readonly username: string;
  readonly displayName: string;
  readonly password: string;
  readonly device: string;
  readonly recoveryKey: string;
}

export function layout(folder: string) {
  return {
    serverFolder: join(folder, 'server'),
    profileFolder: (username: string) => join(folder, `profile-${username}`),
    signedUpFile: join(folder, 'signed-up.json'),
  };
}
