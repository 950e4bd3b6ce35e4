import { toHex } from '../support/hex.ts';
import { derived } from './passwords.ts';
import { box, boxKeys, ed25519PublicKey, join, len, sha256, u32, xWingPublicKey } from './reference.ts';
import { seeded } from './seeded.ts';

type Random = (length: number) => Uint8Array;

interface Case {
  readonly name: string;
  readonly address: string;
  readonly version: number;
  readonly generations: number;
  readonly devices: number;
  readonly hasSecondKey?: true;
}

const cases: readonly Case[] = [
  { name: 'the first version', address: 'alice@parley.example', version: 1, generations: 1, devices: 1 },
  {
    name: 'after a device was removed',
    address: 'alice@parley.example',
    version: 3,
    generations: 2,
    devices: 2,
  },
  { name: 'the shortest address', address: 'a@b', version: 1, generations: 1, devices: 1 },
  {
    name: 'a name with everything',
    address: '0a.b_c-z@chat.parley.example',
    ...{ version: 9, generations: 3, devices: 3 },
  },
  {
    name: 'the largest version, and no device',
    address: 'bob@parley.example',
    ...{ version: 2 ** 32 - 1, generations: 1, devices: 0 },
  },
  {
    name: 'where new computers need the recovery key',
    address: 'alice@parley.example',
    ...{ version: 5, generations: 2, devices: 2, hasSecondKey: true },
  },
];

export function vaultVectors() {
  return cases.map(vectorOf);
}

function vectorOf({ name, address, version, generations, devices, hasSecondKey }: Case) {
  const random = seeded(`vault ${name}`);
  const [passwordKek, recoveryKek] = [random(32), random(32)];
  const contents = {
    ...contentsOf(generations, devices, random),
    ...(hasSecondKey && { secondKey: Buffer.from(random(32)).toString('base64url') }),
  };
  const { secondKey } = contents;
  const bothKeys = secondKey && join(passwordKek, Buffer.from(secondKey, 'base64url'));
  const passwordKey = bothKeys ? derived(bothKeys, 'parley vault second kek v1') : passwordKek;
  // From here on in the order in which a client draws its random bytes.
  const draw = seeded(`vault ${name} sealed`);
  const vaultKey = draw(32);
  const passwordWrap = sealed(
    passwordKey,
    'parley vault password wrap v1',
    Buffer.from(address),
    vaultKey,
    draw,
  );
  const recoveryWrap = sealed(
    recoveryKek,
    'parley vault recovery wrap v1',
    Buffer.from(address),
    vaultKey,
    draw,
  );
  const header = join(Uint8Array.of(secondKey ? 2 : 1), u32(version));
  const deviceBoxKey = draw(32);
  const deviceWraps = contents.deviceKeks.map(({ device, kek }) => {
    const id = Buffer.from(device, 'base64url');
    const key = Buffer.from(kek, 'base64url');
    const wrap = sealed(key, 'parley vault device wrap v1', join(id, address), deviceBoxKey, draw);
    return { device, kek: toHex(key), ...wrap.values, bytes: join(id, wrap.bytes) };
  });
  const { mailboxKeys, marksKey } = contents;
  const withoutPublicKeys = mailboxKeys.map(({ generation, privateKey }) => ({ generation, privateKey }));
  const devicePlaintext = JSON.stringify({ mailboxKeys: withoutPublicKeys, marksKey, secondKey });
  const deviceBox = sealed(
    deviceBoxKey,
    'parley vault device box v1',
    join(header, address),
    Buffer.from(devicePlaintext),
    draw,
  );
  const head = join(
    ...[header, passwordWrap.bytes, recoveryWrap.bytes],
    ...[len(join(...deviceWraps.map(({ bytes }) => bytes))), len(deviceBox.bytes)],
  );
  const plaintext = JSON.stringify(contents);
  const context = join(head.subarray(0, 229), sha256(head.subarray(229)), address);
  const box = sealed(vaultKey, 'parley vault contents v1', context, Buffer.from(plaintext), draw);
  return {
    name,
    address,
    version,
    accountPublicKey: toHex(ed25519PublicKey(Buffer.from(contents.accountSeed, 'base64url'))),
    passwordKek: toHex(passwordKek),
    ...(secondKey && { passwordWrapKey: toHex(passwordKey) }),
    recoveryKek: toHex(recoveryKek),
    vaultKey: toHex(vaultKey),
    passwordWrap: passwordWrap.values,
    recoveryWrap: recoveryWrap.values,
    deviceBoxKey: toHex(deviceBoxKey),
    deviceWraps: deviceWraps.map(({ bytes: _, ...values }) => values),
    devicePlaintext,
    deviceBox: deviceBox.values,
    plaintext,
    contents: box.values,
    vault: toHex(join(head, box.bytes)),
  };
}

function contentsOf(generations: number, devices: number, random: Random) {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
  const mailboxKeys = Array.from({ length: generations }, (_, index) => {
    const privateKey = random(32);
    return {
      generation: index + 1,
      publicKey: text(xWingPublicKey(privateKey)),
      privateKey: text(privateKey),
    };
  });
  const [accountSeed, marksKey] = [text(random(32)), text(random(32))];
  const deviceKeks = Array.from({ length: devices }, () => ({
    device: text(random(16)),
    kek: text(random(32)),
  }));
  return { accountSeed, mailboxKeys, marksKey, deviceKeks };
}

function sealed(key: Uint8Array, label: string, context: Uint8Array, plaintext: Uint8Array, draw: Random) {
  const salt = draw(32);
  const keys = boxKeys(key, label, context, salt);
  const bytes = box(keys, salt, plaintext);
  const values = {
    salt: toHex(salt),
    info: toHex(keys.info),
    key: toHex(keys.key),
    nonce: toHex(keys.nonce),
    commitment: toHex(keys.commitment),
    box: toHex(bytes),
  };
  return { bytes, values };
}
