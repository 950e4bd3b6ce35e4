// The engine's ports: its host process implements them.

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds since some instant, sleep included. Setting the computer's clock changes nothing about it. */
  elapsed(): number;
  /** Runs the action once, after so many milliseconds. Returns the function that cancels it. */
  after(milliseconds: number, action: () => void): () => void;
}

/** The secret that opens the profile's key slot: a passphrase, or the 32 bytes of a key file or keychain entry. */
export interface KeySource {
  readonly kind: 'passphrase' | 'key-file' | 'keychain';
  /** Asked once, when the profile is opened. A passphrase is UTF-8. */
  secret(): Promise<Uint8Array>;
}

type Log = (facts: Readonly<Record<string, unknown>>, sentence: string) => void;

/** Facts never hold message text, keys, passwords or tokens. */
export interface Logger {
  readonly debug: Log;
  readonly info: Log;
  readonly warn: Log;
  readonly error: Log;
}
