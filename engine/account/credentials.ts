// From what a person typed to what the server may see. The password itself goes no further than this file.

import type { PreLogin } from '../../protocol/accounts.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import {
  type Address,
  addressOf,
  canonicalName,
  type ServerName,
  type Username,
  username,
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

/** Asks the server how this name's password is to be derived; it answers alike for names that don't exist. */
export async function identify(connection: Connection, typed: string): Promise<Result<Identity>> {
  const name = username.safeParse(canonicalName(typed));
  if (!name.success) return refuse('bad-request', { detail: NAME_RULE });
  const answer = await connection.request('account:pre-login', { username: name.data });
  if (!answer.ok) return answer;
  const { serverName } = answer.value;
  return ok({
    username: name.data,
    serverName,
    address: addressOf(name.data, serverName),
    preLogin: answer.value,
  });
}

const NAME_RULE = `a user name has 1 to ${limits.usernameCharacters} letters a-z and digits, with single dots, dashes or underscores between them`;

export function derive(identity: Identity, password: string) {
  return deriveFromPassword(password, identity.username, identity.preLogin);
}
