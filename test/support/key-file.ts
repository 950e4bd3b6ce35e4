import type { KeySource } from '../../engine/ports.ts';

/** Opens the local databases of every engine under test, and asks for no passphrase. */
export const keyFile: KeySource = { kind: 'key-file', secret: async () => new Uint8Array(32) };
