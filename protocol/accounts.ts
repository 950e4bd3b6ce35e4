import { z } from 'zod';
import { bytes, viewOf } from './bytes.ts';
import { displayText } from './display-text.ts';
import { deviceId, serverName, username } from './ids.ts';
import { limits } from './limits.ts';
import { manifestBytes } from './manifest.ts';

/** 32 bytes as base64url: 43 characters, well below the 72 bytes at which bcrypt cuts. */
const secret32 = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .meta({ title: 'secret' });

export const displayName = z
  .string()
  .trim()
  .min(1)
  .max(limits.displayNameCharacters)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters a name must not hold
  .regex(/^[^\u0000-\u001f\u007f]*$/);

/** An account's display name, or empty where the server has none that could be shown. */
export const safeDisplayName = displayText(limits.displayNameCharacters);

export const sessionToken = secret32.brand<'SessionToken'>();
export type SessionToken = z.infer<typeof sessionToken>;

export const statuses = ['normal', 'away', 'dnd'] as const;
export const status = z.enum(statuses).meta({ title: 'status' });
export type Status = z.infer<typeof status>;
/** The presence that other accounts see: the chosen status, or offline. */
export const presence = z.enum([...statuses, 'offline']).meta({ title: 'presence' });
export type Presence = z.infer<typeof presence>;

export const roles = ['owner', 'admin', 'member'] as const;
export const accountRole = z.enum(roles);
export type AccountRole = z.infer<typeof accountRole>;

/** An invite link carries it: 32 random bytes. */
export const joinToken = secret32;

export const vaultBytes = bytes(limits.vaultBytes, 64).meta({ title: 'vault' });
export const marksBytes = bytes(limits.marksBytes, 64).meta({ title: 'marks' });

/** The version in a vault's or marks' header, `format u8 | version u32`: what the server lets rise only. */
export function sealedVersion(blob: Uint8Array): number {
  return viewOf(blob).getUint32(1);
}

export const argon2Parameters = z.object({
  memoryKiB: z.int().positive(),
  iterations: z.int().positive(),
  parallelism: z.int().positive(),
});
export type Argon2Parameters = z.infer<typeof argon2Parameters>;

export const preLogin = {
  request: z.strictObject({ username }),
  response: z.object({ serverName, salt: bytes(32, 32), argon2: argon2Parameters }),
};
export type PreLogin = z.infer<typeof preLogin.response>;

export const register = {
  request: z.strictObject({
    username,
    /** Without one the account keeps what an administrator gave it, or has its user name. */
    displayName: displayName.optional(),
    authKey: secret32,
    recoveryAuth: secret32,
    /** A join token. Clients send nothing here that hasn't the form of one: it may be a password. */
    invite: z.string().max(200).optional(),
    /** For an account an administrator made: the auth key of the password that was given out. */
    initialAuthKey: secret32.optional(),
    device: deviceId,
    manifest: manifestBytes,
    vault: vaultBytes,
    /** There from the beginning, so that a server that leaves them out later has withheld them. */
    marks: marksBytes,
  }),
  response: z.object({ token: sessionToken, displayName: z.string() }),
};

const signedIn = z.object({
  token: sessionToken,
  manifest: manifestBytes,
  vault: vaultBytes,
  /** A client refuses an answer without them. */
  marks: marksBytes.optional(),
});

export const signIn = {
  request: z.strictObject({ username, authKey: secret32, device: deviceId }),
  response: signedIn,
};

export const recover = {
  request: z.strictObject({ username, recoveryAuth: secret32, device: deviceId }),
  response: signedIn,
};

export const signOut = { request: z.strictObject({}), response: z.object({}) };

export const account = {
  request: z.strictObject({}),
  response: z.object({
    username,
    displayName: safeDisplayName,
    role: accountRole,
    status,
    manifest: manifestBytes,
    vault: vaultBytes,
    marks: marksBytes.optional(),
  }),
};

/**
 * The manifest is the stored one or follows it: same account key, next version, its hash. The others are the stored ones
 * or newer. All of them are stored, or none.
 */
export const publish = {
  request: z.strictObject({
    manifest: manifestBytes,
    vault: vaultBytes.optional(),
    marks: marksBytes.optional(),
  }),
  response: z.object({}),
};

/** The proof that a device was removed, for this device itself: its session is over. */
export const removal = {
  request: z.strictObject({ username, device: deviceId }),
  response: z.object({ manifest: manifestBytes }),
};

/** With `notify` the account's other connections get `account:changed`: the marks hold a decision of its user. */
export const saveMarks = {
  request: z.strictObject({ marks: marksBytes, notify: z.literal(true).optional() }),
  response: z.object({}),
};

export const changePassword = {
  request: z.strictObject({
    proof: z.union([z.strictObject({ authKey: secret32 }), z.strictObject({ recoveryAuth: secret32 })]),
    newAuthKey: secret32,
    vault: vaultBytes,
  }),
  response: z.object({}),
};

/**
 * The manifest revokes every device and is the account's last. Without one the server only answers whether it would delete the
 * account.
 */
export const deletion = {
  request: z.strictObject({ authKey: secret32, manifest: manifestBytes.optional() }),
  response: z.object({}),
};

const session = z.object({
  id: z.string(),
  device: deviceId,
  created: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
  current: z.boolean(),
  /** The network address that it is connected from now. */
  network: displayText(limits.networkCharacters).optional(),
});

export const sessions = {
  request: z.strictObject({}),
  response: z.object({ sessions: z.array(session) }),
};

/** Sent just before the server closes a connection whose session is over. */
export const sessionEnded = z.object({ reason: z.enum(['revoked', 'replaced', 'device-removed']) });

/** Sent to an account's other connections when its manifest, vault or marks have been published. */
export const accountChanged = z.object({});
