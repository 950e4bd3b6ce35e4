// The one table of refusals: the code is for programs, the sentence for people. `{name}` stands for a fact.
import { z } from 'zod';

export const errors = {
  'bad-request': 'The request is not well formed: {detail}.',
  'unknown-event': 'This server does not know that request. It may be older than this app.',
  'protocol-version':
    'This app speaks protocol {offered}, the server speaks {expected}. Update whichever is older.',
  'wrong-credentials': 'The user name or the password is wrong. Tries left before a pause: {triesLeft}.',
  'account-locked': 'There were too many wrong passwords. This account can be tried again in {retryAfterMs}.',
  'set-up-required':
    'This account was made for you and waits for a password of your own. Register with the name you were given, a new password, and the password you were given as the invite.',
  'username-taken': 'That user name is taken. Choose another one.',
  'invite-required': 'This server takes new people by invite. Ask somebody there for a link.',
  'invite-invalid':
    'That invite is unknown, used up or expired, or it isn’t the password that you were given. Ask for a new one.',
  'registration-closed': 'This server takes no new accounts. Ask whoever runs it to make one for you.',
  'already-signed-in':
    'The server allows one place at a time and this account is signed in elsewhere, or somebody is signed in here already. Sign out there first.',
  'not-signed-in': 'Sign in first.',
  'session-ended': 'This sign-in has ended. Sign in again.',
  'other-server': 'That account is on another server. This one is {server}.',
  'unsent-messages':
    'Signing out erases what is stored on this computer, and {count} messages have not been sent. Wait until they are, or discard them.',
  'no-such-user': 'There is nobody of that name here.',
  'no-such-conversation': 'There is no such conversation.',
  'no-such-message': 'There is no such message.',
  'no-such-device': 'There is no such device.',
  'not-allowed': 'You are not allowed to do that.',
  'too-large': 'That is too large: the limit is {limit} bytes.',
  'rate-limited': 'That was too much at once. It can go on in {retryAfterMs}.',
  'storage-full': 'The server’s disk is full. Nothing was lost; it goes on as soon as there is room.',
  'version-conflict': 'Somebody else changed this at the same moment. Trying again with the new version.',
  'stale-epoch': 'The conversation’s key has moved on. The message is sealed again.',
  'out-of-order': 'A message that comes before this one is missing. It is sent again in order.',
  'history-mismatch':
    'The message was written behind a history that the server does not have. It is sealed again.',
  'message-conflict': 'The server has another message under the same id.',
  'history-changed':
    'The server’s history of this conversation is not the one seen here before. Nothing is sent until you decide to go on.',
  'device-not-listed': 'This device is not in the account’s signed list of devices.',
  'device-list-full':
    'This account’s list of devices is full: there is room for {limit}. Sign out on one that you no longer use, then try again.',
  'passphrase-required': 'Nothing protects what will be stored on this computer yet. Choose a passphrase.',
  'wrong-passphrase': 'That passphrase does not open it.',
  'key-lost':
    'The key to what is stored on this computer is gone. If the keychain is only locked, unlock it and try again. Otherwise begin anew here and sign in: what the server has comes back, and what is stored is kept aside.',
  'last-key-slot': 'Nothing else would open what is stored on this computer. Add a passphrase first.',
  'wrong-recovery-key': 'That recovery key does not open this account.',
  'weak-password': 'A password needs at least {minimum} characters.',
  'weak-parameters': 'The server asks for a weaker password protection than this app accepts. Do not go on.',
  'identity-changed':
    'The keys of {user} are not the ones seen before. Compare safety numbers, then accept or verify.',
  'verification-failed': 'What the server sent is not signed as it must be ({detail}). It was not used.',
  'server-unreachable': 'The server can’t be reached. What you write waits here and is sent when it is back.',
  'profile-in-use': 'Another Parley is using the profile {folder}. Quit that one first.',
  'engine-restarted':
    'The part of Parley that sends and keeps messages was restarted before it answered. Look whether this was done; if not, try again.',
  'server-stopping': 'The server is stopping. It will be tried again.',
  'not-supported': '{method} is not supported yet.',
  internal: 'The server failed at this and has logged why. Nothing was changed; try again.',
} as const;

export type ErrorCode = keyof typeof errors;

/**
 * What is known besides the code. Sizes are bytes; a name that ends in `Ms` is a duration in milliseconds from
 * when the refusal was given, since two computers' clocks need not agree on a moment.
 */
export const errorFacts = z.record(z.string(), z.union([z.string(), z.number()]));
export type ErrorFacts = Readonly<z.output<typeof errorFacts>>;

export interface Refusal {
  readonly ok: false;
  readonly code: ErrorCode;
  readonly facts?: ErrorFacts | undefined;
}

export type Result<T> = { readonly ok: true; readonly value: T } | Refusal;

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function refuse(code: ErrorCode, facts?: ErrorFacts): Refusal {
  return facts ? { ok: false, code, facts } : { ok: false, code };
}

/** The sentence a person reads. */
export function sentenceFor(code: ErrorCode, facts?: ErrorFacts): string {
  return withFacts(errors[code], facts);
}

/** A fact that is missing, or a duration that is none, is left out as "unknown". */
export function withFacts(sentence: string, facts: ErrorFacts = {}): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) =>
    isDurationFact(name) ? (countdownText(facts[name]) ?? 'unknown') : String(facts[name] ?? 'unknown'),
  );
}

export function isDurationFact(name: string): boolean {
  return name.endsWith('Ms');
}

/** A duration as people read it, `4:05`; undefined for what is none. */
export function countdownText(milliseconds: unknown): string | undefined {
  if (typeof milliseconds !== 'number' || !Number.isFinite(milliseconds)) return;
  const seconds = Math.max(0, Math.ceil(milliseconds / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(errors, value);
}
