import { toHex } from '../support/hex.ts';
import { box, boxKeys, join, u32 } from './reference.ts';
import { seeded } from './seeded.ts';

const id = (name: string) => Buffer.from(seeded(`marks ${name}`)(32)).toString('base64url');

const cases = [
  { name: 'of a new account', version: 0, marks: { manifestVersion: 1, conversations: {} } },
  {
    name: 'with one conversation',
    version: 1,
    marks: { manifestVersion: 1, conversations: { [id('a')]: { epoch: 1, seq: 12 } } },
  },
  {
    name: 'gone on with a server that lost records',
    version: 7,
    marks: {
      manifestVersion: 3,
      conversations: { [id('a')]: { epoch: 1, seq: 3, restores: 1 }, [id('b')]: { epoch: 0, seq: 90 } },
    },
  },
  {
    name: 'with what the user has decided',
    version: 8,
    marks: {
      manifestVersion: 3,
      conversations: { [id('a')]: { epoch: 1, seq: 3 } },
      people: { 'bob@parley.example': { blocked: true, changes: 3 } },
      requests: {
        [id('a')]: { accepted: true, joined: 0, changes: 1 },
        [id('c')]: { accepted: false, joined: 4, changes: 2 },
      },
      mutes: {
        [id('a')]: { until: 1_800_000_000_000, changes: 1 },
        [id('b')]: { until: 8_640_000_000_000_000, changes: 3 },
      },
      levels: { [id('b')]: { level: 'mentions', changes: 1 } },
      settings: { typing: { value: 0, changes: 1 }, another: { value: 5, changes: 2 } },
    },
  },
  { name: 'the largest version', version: 2 ** 32 - 1, marks: { manifestVersion: 1, conversations: {} } },
];

export function marksVectors() {
  return cases.map(({ name, version, marks }) => {
    const address = 'alice@parley.example';
    const random = seeded(`marks ${name}`);
    const [marksKey, salt] = [random(32), random(32)];
    const header = join(Uint8Array.of(1), u32(version));
    const plaintext = JSON.stringify(marks);
    const keys = boxKeys(marksKey, 'parley marks v1', join(header, address), salt);
    return {
      ...{ name, address, version, marksKey: toHex(marksKey), plaintext, salt: toHex(salt) },
      ...{ info: toHex(keys.info), key: toHex(keys.key), nonce: toHex(keys.nonce) },
      commitment: toHex(keys.commitment),
      marks: toHex(join(header, box(keys, salt, Buffer.from(plaintext)))),
    };
  });
}
