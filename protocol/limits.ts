/** Every bound that both sides keep. Bytes, characters, milliseconds or counts, as each name says. */
export const limits = {
  usernameCharacters: 32,
  displayNameCharacters: 60,
  deviceNameCharacters: 60,
  factCharacters: 200,
  passwordCharacters: 1024,
  minimumPasswordCharacters: 8,
  frameBytes: 65_536,
  changeBytes: 2_097_152,
  manifestBytes: 262_144,
  vaultBytes: 262_144,
  marksBytes: 1_048_576,
  /** The largest packet a socket accepts; it is checked before anything is parsed. */
  packetBytes: 2_162_688,
  /** Before sign-in nobody needs more than a registration. */
  packetBytesBeforeSignIn: 786_432,
  pageRecords: 200,
  /** How far below its own place the position may lie that a frame says its sender had seen. */
  seenRecords: 1_000,
  pageBytes: 1_048_576,
  summaryConversations: 500,
  peoplePage: 200,
  manifestsPerRequest: 50,
  devicesPerAccount: 50,
  groupMembers: 1_000,
  queryCharacters: 100,
  signInFailures: 4,
  signInLockMilliseconds: 300_000,
  presenceBatchMilliseconds: 1_000,
} as const;

/** A token bucket: `burst` requests at once, refilled at `perSecond`. */
export interface RateLimit {
  readonly burst: number;
  readonly perSecond: number;
}

/** The rate classes of the requests. Before sign-in they count by network address, afterwards by session. */
export const rates = {
  credentials: { burst: 60, perSecond: 1 },
  account: { burst: 30, perSecond: 1 },
  message: { burst: 600, perSecond: 60 },
  change: { burst: 60, perSecond: 2 },
  read: { burst: 1_200, perSecond: 200 },
  directory: { burst: 60, perSecond: 10 },
} as const satisfies Record<string, RateLimit>;

export type RateClass = keyof typeof rates;
