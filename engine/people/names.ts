import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { type Address, addressOf, parseTypedName, type ServerName } from '../../protocol/ids.ts';

/** Whom a person means by `user` or `user@server`. Somebody of another server is nobody here. */
export function addressFromTyped(typed: string, server: ServerName): Result<Address> {
  const name = parseTypedName(typed);
  const isHere = name !== undefined && (name.server ?? server) === server;
  return isHere ? ok(addressOf(name.username, server)) : refuse('no-such-user');
}
