// Clauses 2, 4.1 and 4.2: addresses, and the ids that follow from them.
import { join, len, sha256 } from '../vectors/reference.ts';
import { toText } from './base64url.ts';

export function directId(addresses: readonly string[]): string {
  const distinct = [...new Set(addresses)].map((address) => Buffer.from(address)).sort(Buffer.compare);
  return toText(sha256('parley direct conversation v1', ...distinct.map(len)));
}

export function lobbyId(serverName: string): string {
  return toText(sha256('parley lobby v1', join(len(serverName))));
}
