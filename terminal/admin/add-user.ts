// Accounts that an administrator makes wait for their owner, who registers with a password of their own and
// gives the initial one as the invite. The server gets its auth key only.

import { deriveFromPassword } from '../../engine/engine.ts';
import type { AccountRole } from '../../protocol/accounts.ts';
import { fromBase64url } from '../../protocol/bytes.ts';
import { ok, type Result } from '../../protocol/errors.ts';
import type { Username } from '../../protocol/ids.ts';
import { callAdmin } from '../../server/admin/admin.ts';
import type { ImportedUser } from './import-file.ts';

/** Takes about half a second for the derivation. Resolves with the role the account got. */
export async function addUserTo(
  dataFolder: string,
  { username, password, displayName }: ImportedUser,
  role?: AccountRole,
): Promise<Result<{ readonly role: AccountRole }>> {
  const initialAuthKey = await deriveInitialAuthKey(dataFolder, username, password);
  if (!initialAuthKey.ok) return initialAuthKey;
  return callAdmin(dataFolder, 'user.add', {
    username,
    displayName,
    initialAuthKey: initialAuthKey.value,
    role,
  });
}

/** Of a password that is given out. */
export async function deriveInitialAuthKey(
  dataFolder: string,
  username: Username,
  password: string,
): Promise<Result<string>> {
  const preLogin = await callAdmin(dataFolder, 'user.preLogin', { username });
  if (!preLogin.ok) return preLogin;
  const { salt, ...rest } = preLogin.value;
  const keys = await deriveFromPassword(password, username, { ...rest, salt: fromBase64url(salt) });
  return keys.ok ? ok(keys.value.authKey) : keys;
}
