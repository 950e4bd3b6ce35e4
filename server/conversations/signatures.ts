import { createPublicKey, verify } from 'node:crypto';

/** Whether a signature is that of an Ed25519 key (32 bytes as base64url). Verifies off the main thread. */
export function verifySignature(key: string, input: Uint8Array, signature: Uint8Array): Promise<boolean> {
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' });
  return new Promise((resolve, reject) => {
    verify(null, input, publicKey, signature, (error, valid) => (error ? reject(error) : resolve(valid)));
  });
}
