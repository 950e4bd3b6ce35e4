import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { type Address, addressOf, parseTypedName, type ServerName } from '../../protocol/ids.ts';

/** The address that a user means by `user` or `user@server`. Refuses an account of another server with `no-such-user`. */
export function addressFromTyped(typed: string, server: ServerName): Result<Address> {
  const name = parseTypedName(typed);
  const isHere = name !== undefined && (name.server ?? server) === server;
  return isHere ? ok(addressOf(name.username, server)) : refuse('no-such-user');
}
