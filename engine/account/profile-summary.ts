import { ok, type Result } from '../../protocol/errors.ts';
import { openProfile, type ProfileOptions } from '../profile/profile.ts';
import { readAccount } from '../session/account-record.ts';

export interface ProfileSummary {
  /** The server's URL. */
  readonly server: string;
  /** `name@server`; undefined where no account is signed in. */
  readonly account: string | undefined;
}

/** Looks into a profile without connecting to its server. Refuses and throws as openProfile does. */
export async function summariseProfile(options: ProfileOptions): Promise<Result<ProfileSummary>> {
  const opened = await openProfile(options);
  if (!opened.ok) return opened;
  const profile = opened.value;
  try {
    const database = profile.current();
    const record = database && readAccount(database);
    return ok({ server: profile.server, account: record?.token && record.address });
  } finally {
    await profile.close();
  }
}
