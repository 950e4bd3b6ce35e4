// Derives what the server may see from what the user typed. The password itself goes no further than this file.

import type { PreLogin } from '../../protocol/accounts.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import {
  type Address,
  addressOf,
  parseTypedName,
  type ServerName,
  type Username,
} from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { deriveFromPassword } from '../encryption/passwords.ts';
import { equal } from '../encryption/primitives.ts';
import { readDevice } from '../session/account-record.ts';
import type { AccountOptions } from '../session/account-session.ts';

export interface Identity {
  readonly username: Username;
  readonly serverName: ServerName;
  readonly address: Address;
  readonly preLogin: PreLogin;
}

/**
 * Asks the server how this name's password is to be derived; it answers alike for names that don't exist. The name
 * may be typed with its server. Refuses with `other-server` when that isn't this one, and with `verification-failed`
 * where this device knows the account and the server now names another salt, other parameters or another server.
 */
export async function identify(
  { connection, profile }: Pick<AccountOptions, 'connection' | 'profile'>,
  typed: string,
): Promise<Result<Identity>> {
  const name = parseTypedName(typed);
  if (!name) return refuse('bad-request', { detail: NAME_RULE });
  const { username } = name;
  const answer = await connection.request('account:pre-login', { username });
  if (!answer.ok) return answer;
  const { serverName } = answer.value;
  if ((name.server ?? serverName) !== serverName) return refuse('other-server', { server: serverName });
  const address = addressOf(username, serverName);
  // The account stays known even if the server now gives itself another name.
  const current = profile.current();
  const namedBefore = profile.serverName() ?? (current && readDevice(current)?.preLogin.serverName);
  const before = addressOf(username, namedBefore ?? serverName);
  const isOther = [address, before].some((one) => {
    const known = profile.readFrom(one, readDevice);
    return known && !isSameDerivation(known.preLogin, answer.value);
  });
  if (isOther) {
    return refuse('verification-failed', {
      detail: 'the password would be derived in another way than before',
    });
  }
  return ok({ username, serverName, address, preLogin: answer.value });
}

function isSameDerivation(known: PreLogin, answered: PreLogin): boolean {
  const { memoryKiB, iterations, parallelism } = known.argon2;
  return (
    known.serverName === answered.serverName &&
    equal(known.salt, answered.salt) &&
    answered.argon2.memoryKiB === memoryKiB &&
    answered.argon2.iterations === iterations &&
    answered.argon2.parallelism === parallelism
  );
}

const NAME_RULE = `a user name has 1 to ${limits.usernameCharacters} letters a-z and digits, with single dots, dashes or underscores between them`;

export function derive(identity: Identity, password: string) {
  return deriveFromPassword(password, identity.username, identity.preLogin);
}
