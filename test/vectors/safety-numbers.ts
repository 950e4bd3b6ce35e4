import { len, sha256 } from './reference.ts';
import { seeded } from './seeded.ts';

const pairs = [
  ['alice@parley.example', 'bob@parley.example'],
  ['alice@one.example', 'alice@two.example'],
  ['a@b', `${'z'.repeat(32)}@parley.example`],
] as const;

export function safetyNumberVectors() {
  return pairs.map(([one, other]) => {
    const sides = [sideOf(one), sideOf(other)] as const;
    const safetyNumber = sides
      .map(({ half }) => half)
      .sort()
      .join(' ');
    return { sides, safetyNumber };
  });
}

function sideOf(address: string) {
  const key = seeded(`safety number ${address}`)(32);
  let hash = sha256('parley safety number v1', key, len(address));
  for (let round = 1; round < 5_200; round += 1) hash = sha256(hash, key);
  const groups = [0, 5, 10, 15, 20, 25].map((at) => hash.readUIntBE(at, 5) % 100_000);
  const half = groups.map((group) => String(group).padStart(5, '0')).join(' ');
  return { address, accountKey: Buffer.from(key).toString('base64url'), half };
}
