/** Every bound that both sides keep. Bytes, characters, milliseconds or counts, as each name says. */
export const limits = {
  usernameCharacters: 32,
  displayNameCharacters: 60,
  deviceNameCharacters: 60,
  networkCharacters: 60,
  factCharacters: 200,
  passwordCharacters: 1024,
  minimumPasswordCharacters: 8,
  frameBytes: 65_536,
  /** What a message says, as JSON: the largest padded plaintext (32,768) less its length (4) and its signature (64). */
  bodyBytes: 32_700,
  /** Of what is said about the passphrase of a locked message. */
  hintCharacters: 100,
  /** Seconds for which a message that disappears lasts. */
  shortestLifetime: 60,
  longestLifetime: 31_536_000,
  /** People whom one text mentions. */
  mentions: 50,
  /** Different emoji of one person on one message; of more, the latest are shown. */
  reactionsPerPerson: 20,
  /** Pinned in one conversation; of more, the latest are shown. */
  pinnedMessages: 50,
  /** Of what is written and not sent yet, which may be longer than one message. */
  draftCharacters: 1_000_000,
  changeBytes: 2_097_152,
  /** Fifty devices with the longest names take half of it; up to fifty manifests are one answer. */
  manifestBytes: 32_768,
  vaultBytes: 262_144,
  marksBytes: 1_048_576,
  /** The largest packet a socket accepts; it is checked before anything is parsed. */
  packetBytes: 2_162_688,
  /** Before sign-in the largest request is a registration. */
  packetBytesBeforeSignIn: 327_680,
  pageRecords: 200,
  /** Records that a device which lacks many fetches first. */
  newestRecords: 50,
  /** How far below its own place the position may lie that a frame says its sender had seen. */
  seenRecords: 1_000,
  pageBytes: 1_048_576,
  summaryConversations: 500,
  peoplePage: 200,
  manifestsPerRequest: 500,
  /** Devices that may act; `devicesListed` counts the revoked ones too, which never leave the list. */
  devicesPerAccount: 50,
  devicesListed: 128,
  groupMembers: 1_000,
  /** Positions that one request erases, and edits that one deletion names. */
  recordsErased: 200,
  editsDeleted: 200,
  groupTitleCharacters: 60,
  /** Frames of one report: the message, some of its sender's before it, and their last edits. */
  reportFrames: 10,
  reportContext: 4,
  /** Of one report's frames together. */
  reportBytes: 131_072,
  /** Reports that no owner has removed yet. */
  reportsKept: 500,
  queryCharacters: 100,
  /** A connection without a session is closed when it asks for nothing for so long. */
  signInMilliseconds: 15_000,
  /** Of one connection; what comes beyond waits its turn. */
  requestsUnderWay: 16,
  signInFailures: 4,
  signInLockMilliseconds: 300_000,
  /** From all networks together, counted from the first. */
  signInFailuresOverall: 100,
  signInOverallMilliseconds: 3_600_000,
  presenceBatchMilliseconds: 1_000,
  /** A client says at most once in so long that its user writes in a conversation. */
  typingEveryMilliseconds: 3_000,
  /** Others show it for so long. */
  typingMilliseconds: 6_000,
} as const;

/** A token bucket: `burst` requests at once, refilled at `perSecond`. */
export interface RateLimit {
  readonly burst: number;
  readonly perSecond: number;
}

/**
 * The rate classes of the requests: `credentials` count by network, signed in or not, the others by account. `refusal`
 * is what one connection may be refused by the gateway before it is closed.
 */
export const rates = {
  credentials: { burst: 60, perSecond: 1 },
  account: { burst: 30, perSecond: 1 },
  message: { burst: 600, perSecond: 60 },
  change: { burst: 60, perSecond: 2 },
  read: { burst: 1_200, perSecond: 200 },
  directory: { burst: 60, perSecond: 10 },
  report: { burst: 10, perSecond: 0.003 },
  refusal: { burst: 1_000, perSecond: 20 },
} as const satisfies Record<string, RateLimit>;

export type RateClass = keyof typeof rates;
