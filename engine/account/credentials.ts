// From what a person typed to what the server may see. The password itself goes no further than this file.

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
import type { Connection } from '../connection.ts';
import { deriveFromPassword } from '../encryption/passwords.ts';

export interface Identity {
  readonly username: Username;
  readonly serverName: ServerName;
  readonly address: Address;
  readonly preLogin: PreLogin;
}

/**
 * Asks the server how this name's password is to be derived; it answers alike for names that don't exist. The name
 * may be typed with its server. Refuses with `other-server` when that isn't this one.
 */
export async function identify(connection: Connection, typed: string): Promise<Result<Identity>> {
  const name = parseTypedName(typed);
  if (!name) return refuse('bad-request', { detail: NAME_RULE });
  const { username } = name;
  const answer = await connection.request('account:pre-login', { username });
  if (!answer.ok) return answer;
  const { serverName } = answer.value;
  if ((name.server ?? serverName) !== serverName) return refuse('other-server', { server: serverName });
  return ok({ username, serverName, address: addressOf(username, serverName), preLogin: answer.value });
}

const NAME_RULE = `a user name has 1 to ${limits.usernameCharacters} letters a-z and digits, with single dots, dashes or underscores between them`;

export function derive(identity: Identity, password: string) {
  return deriveFromPassword(password, identity.username, identity.preLogin);
}
