import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { type Address, addressOf, canonicalName, type ServerName, username } from '../../protocol/ids.ts';

/** Whom a person means by `user` or `user@server`. Somebody of another server is nobody here. */
export function addressFromTyped(typed: string, server: ServerName): Result<Address> {
  const [name, host, ...more] = canonicalName(typed).split('@');
  const parsed = username.safeParse(name);
  const isHere = (host ?? server) === server && more.length === 0;
  return parsed.success && isHere ? ok(addressOf(parsed.data, server)) : refuse('no-such-user');
}
