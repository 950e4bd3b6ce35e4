// Electron's Node is built on BoringSSL, this one on OpenSSL. What BoringSSL lacks is refused here too, so that the
// app can't come to rely on it. See https://github.com/electron/electron/issues/24024.

/** For each function of node:crypto: which of its arguments names an algorithm, and which names are missing. */
const missing: Readonly<Record<string, readonly [position: number, names: RegExp]>> = {
  createCipheriv: [0, /chacha20|-ccm|-ocb|-siv|aria|camellia|sm4/],
  createDecipheriv: [0, /chacha20|-ccm|-ocb|-siv|aria|camellia|sm4/],
  createHash: [0, /sha3|shake|blake2|ripemd|sm3/],
  createHmac: [0, /sha3|shake|blake2|ripemd|sm3/],
  hash: [0, /sha3|shake|blake2|ripemd|sm3/],
  createECDH: [0, /secp256k1|brainpool/],
  generateKeyPair: [0, /x448|ed448|ml-|slh-/],
  generateKeyPairSync: [0, /x448|ed448|ml-|slh-/],
  argon2: [0, /.*/],
  argon2Sync: [0, /.*/],
};

const missingInSubtle: typeof missing = {
  digest: [0, /sha3|shake|turboshake/],
  generateKey: [0, /chacha20|448|ml-|aes-ocb|argon2/],
  importKey: [2, /chacha20|448|ml-|aes-ocb|argon2/],
};

/** Takes from this copy of node:crypto, and from its WebCrypto, what BoringSSL has not. */
export function limitToBoringSsl(crypto: object, subtle: object): void {
  for (const [owner, limits] of [
    [crypto, missing],
    [subtle, missingInSubtle],
  ] as const) {
    for (const [name, [position, names]] of Object.entries(limits)) limit(owner, name, position, names);
  }
}

function limit(owner: object, name: string, position: number, names: RegExp): void {
  const native: unknown = Reflect.get(owner, name);
  if (typeof native !== 'function') return;
  Object.defineProperty(owner, name, {
    configurable: true,
    writable: true,
    enumerable: true,
    value(...args: unknown[]) {
      const algorithm = nameOf(args[position]);
      if (names.test(algorithm)) throw new Error(`electron double: BoringSSL has no ${algorithm} (${name})`);
      return Reflect.apply(native, owner, args);
    },
  });
}

function nameOf(algorithm: unknown): string {
  const isNamed = typeof algorithm === 'object' && algorithm !== null && 'name' in algorithm;
  return String(isNamed ? algorithm.name : algorithm).toLowerCase();
}
