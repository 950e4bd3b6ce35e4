// The safety number of docs/vectors/README.md.
import { len, sha256 } from '../vectors/reference.ts';
import { toBytes } from './base64url.ts';
import type { Manifest } from './manifests.ts';

export type Side = Pick<Manifest, 'address' | 'accountKey'>;

export function safetyNumber(one: Side, other: Side): string {
  return [halfOf(one), halfOf(other)].sort().join(' ');
}

function halfOf({ address, accountKey }: Side): string {
  const key = toBytes(accountKey);
  let hash = sha256('parley safety number v1', key, len(address));
  for (let round = 0; round < 5_199; round += 1) hash = sha256(hash, key);
  const groups = [0, 5, 10, 15, 20, 25].map((at) => hash.readUIntBE(at, 5) % 100_000);
  return groups.map((group) => String(group).padStart(5, '0')).join(' ');
}
