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
      return vectorOf(
        { one: addresses[0], other: addresses[1] },
        join('parley direct conversation v1', ...sorted),
      );
    }),
    ...['parley.example', 'b'].map((serverName) =>
      vectorOf({ serverName }, join('parley lobby v1', len(serverName))),
    ),
  ];
}

interface Named {
  readonly one?: string | undefined;
  readonly other?: string | undefined;
  readonly serverName?: string;
}

function vectorOf(of: Named, input: Buffer) {
  return { ...of, input: toHex(input), conversation: sha256(input).toString('base64url') };
}
