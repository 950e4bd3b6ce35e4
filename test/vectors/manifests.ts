import { toHex } from '../support/hex.ts';
import { ed25519PublicKey, ed25519Sign, join, sha256, xWingPublicKey } from './reference.ts';
import { seeded } from './seeded.ts';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');

/** Five versions of one account's manifest, each the successor of the one before. */
export function manifestVectors() {
  const random = seeded('manifests');
  const accountSeed = random(32);
  const device = (name: string, added: string) => ({
    id: text(random(16)),
    name,
    key: text(ed25519PublicKey(random(32))),
    added,
  });
  const mailbox = (generation: number) => ({ generation, key: text(xWingPublicKey(random(32))) });
  const laptop = device('Laptop', '2026-01-01T00:00:00.000Z');
  const phone = device('Téléphone 📱', '2026-01-02T10:20:30.400Z');
  const desk = device('“Desk” \\ upstairs', '2026-02-01T08:00:00.000Z');
  const lost = { ...phone, revoked: '2026-03-01T12:00:00.000Z' };
  const [first, second] = [mailbox(1), mailbox(2)];
  const steps = [
    { name: 'the first', devices: [laptop], mailbox: first },
    { name: 'a second device', devices: [laptop, phone], mailbox: first },
    { name: 'a third device', devices: [laptop, phone, desk], mailbox: first },
    { name: 'a device revoked, and a new mailbox key', devices: [laptop, lost, desk], mailbox: second },
    { name: 'a device renamed', devices: [{ ...laptop, name: 'Old laptop' }, lost, desk], mailbox: second },
  ];
  let previous: string | undefined;
  return steps.map(({ name, ...content }, index) => {
    const vector = signed(name, accountSeed, { version: index + 1, previous, ...content });
    previous = vector.hash;
    return vector;
  });
}

function signed(
  name: string,
  accountSeed: Uint8Array,
  content: { readonly version: number; readonly previous: string | undefined } & Record<string, unknown>,
) {
  const address = 'alice@parley.example';
  const accountKey = text(ed25519PublicKey(accountSeed));
  const body = JSON.stringify({ v: 1, address, accountKey, ...content });
  const signatureInput = join('parley manifest v1', body);
  const signature = ed25519Sign(accountSeed, signatureInput);
  const bytes = join(body, signature);
  return {
    name,
    address,
    accountSeed: toHex(accountSeed),
    body,
    signatureInput: toHex(signatureInput),
    signature: toHex(signature),
    manifest: toHex(bytes),
    hash: text(sha256(bytes)),
  };
}
