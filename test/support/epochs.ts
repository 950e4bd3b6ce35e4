// An epoch as it is stored, for tests to which it matters only that there is one.
import type { Epoch } from '../../engine/conversations/epoch-table.ts';
import { address, digest } from '../../protocol/ids.ts';

export function storedEpoch(given: Partial<Epoch> = {}): Epoch {
  return {
    epoch: 1,
    id: digest.parse('e'.repeat(43)),
    seq: 1,
    at: 0,
    type: 'members',
    author: address.parse('alice@parley.example'),
    key: new Uint8Array(32),
    members: [],
    settings: undefined,
    profile: undefined,
    title: undefined,
    commitment: undefined,
    previousKey: undefined,
    ...given,
  };
}
