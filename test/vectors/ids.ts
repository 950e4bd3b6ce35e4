import { toHex } from '../support/hex.ts';
import { join, len, sha256 } from './reference.ts';

const pairs = [
  ['alice@parley.example', 'bob@parley.example'],
  ['bob@parley.example', 'alice@parley.example'],
  // Sorted as whole addresses: `.` comes before `@`.
  ['a@parley.example', 'a.b@parley.example'],
  ['alice@one.example', 'alice@two.example'],
  ['alice@parley.example'],
];

export function idVectors() {
  return [
    ...pairs.map((addresses) => {
      const sorted = addresses.toSorted().map((address) => len(address));
      return vectorOf({ addresses }, join('parley direct conversation v1', ...sorted));
    }),
    ...['parley.example', 'b'].map((serverName) =>
      vectorOf({ serverName }, join('parley lobby v1', len(serverName))),
    ),
  ];
}

function vectorOf(
  of: { readonly addresses?: readonly string[]; readonly serverName?: string },
  input: Buffer,
) {
  return { ...of, input: toHex(input), conversation: sha256(input).toString('base64url') };
}
