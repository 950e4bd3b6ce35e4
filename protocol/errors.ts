// The one table of refusals: the code is for programs, the sentence for people. `{name}` stands for a fact.
import { z } from 'zod';

export const errors = {
  'bad-request': 'The request is not valid: {detail}.',
  'unknown-event': 'This server doesn’t know this request. It may be older than this app.',
  'protocol-version':
    'This app speaks protocol {offered}, the server speaks {expected}. Update whichever is older.',
  'wrong-credentials': 'Wrong username or password. Attempts left before a lock: {triesLeft}.',
  'account-locked': 'Too many wrong passwords. Try again in {retryAfterMs}.',
  'account-set-back':
    'The server has an older version of this account than this computer saw on {seenAt}, for example from a backup. A newer password or newer keys may be missing. Ask the server’s operator before you continue.',
  'set-up-required':
    'This account was created for you and needs a password of your own. Create an account with the username you received and a new password, and enter the password you received as the invite.',
  'account-reset':
    'This account was reset on {resetAt}. It begins anew: older messages can’t be read with it, groups and people are asked whether they accept its new keys, and other computers are signed out. What this computer still has of it is erased. Accept that to continue.',
  'reset-since':
    'This account was reset on {resetAt}, and set up again on another computer. What this computer still has of it is erased when you sign in, unsent messages ({unsent}) included. Accept that to continue.',
  'signed-out-by-reset':
    'Your account was reset on {resetAt}, so you were signed out here. If you didn’t ask for that, ask the server’s operator. To continue, sign in with the password they gave you. Nothing has been erased on this computer.',
  'reset-pending':
    '{user}’s account was reset and isn’t set up again yet. Messages wait until it is, and until you accept the new keys.',
  'username-taken': 'This username is taken. Choose another one.',
  'invite-required': 'You need an invite to join this server. Ask someone there for a link.',
  'invite-invalid':
    'This invite is unknown, used up or expired, or it isn’t the password you received. Ask for a new one.',
  'registration-closed': 'This server doesn’t accept new accounts. Ask its operator to create one for you.',
  'already-signed-in': 'You’re already signed in here.',
  'signed-in-elsewhere': 'This account is signed in on another device, and this server allows one.',
  'device-removed':
    'You removed this device from your account on {removedAt}. Its messages and keys were erased here. Unsent messages erased with them: {count}.',
  'account-deleted':
    'Your account was deleted on {deletedAt}. Its messages and keys were erased here. Unsent messages erased with them: {count}.',
  'successors-needed':
    'You are the only owner of {groups}. Choose another owner there, or delete the group. Nothing was changed.',
  'server-owner-needed':
    'A server needs an owner, and you are the only one. Invite another owner first. Nothing was changed.',
  'not-signed-in': 'Sign in first.',
  'session-ended': 'You’ve been signed out. Sign in again.',
  'other-server': 'This account or invite is for another server. You are connected to {server}.',
  'unsent-messages':
    'Signing out erases this account’s data on this computer, including unsent messages ({count}). Wait until they are sent, or discard them.',
  'no-such-user': 'No one here has that name.',
  'no-such-conversation': 'This conversation doesn’t exist.',
  'request-pending': 'Accept the request first.',
  'person-blocked': 'You blocked {user}. Unblock them to write to them.',
  'person-deleted': '{user} deleted their account. Nothing can be sent to them any more.',
  'report-unproven': 'The report doesn’t prove what was written ({detail}). It was not filed.',
  'too-many-reports': 'There are too many unread reports ({limit}). Try again later.',
  'no-such-report': 'This report doesn’t exist.',
  'no-longer-a-member': 'You’re no longer a member of this group.',
  'owner-needed': 'A group needs an owner. Choose another owner first, or delete the group.',
  'group-full': 'A group has at most {limit} members.',
  'only-admins-post': 'Only admins can write in this group.',
  'already-sent': 'This message has already been sent.',
  'no-such-message': 'This message doesn’t exist.',
  'too-many-reactions': 'You can react to a message with at most {limit} different emoji.',
  'too-many-pins': 'A conversation can have at most {limit} pinned messages. Unpin one first.',
  'no-such-device': 'This device doesn’t exist.',
  'not-allowed': 'You’re not allowed to do this.',
  'too-large': 'This is too large (limit {limit} bytes).',
  'rate-limited': 'Too many requests. Try again in {retryAfterMs}.',
  'storage-full':
    'The server’s disk is full. Ask its operator to free some space. Nothing was lost, and sending then resumes by itself.',
  'version-conflict':
    'Someone else changed this at the same time. Parley is trying again with the new version.',
  'stale-epoch': 'The conversation’s key has changed. Parley is sending the message again.',
  'out-of-order': 'An earlier message is missing. Parley is sending them again in order.',
  'history-mismatch':
    'The server’s history has changed since this message was written. Parley is sending it again.',
  'message-conflict': 'The server already has a different message with this id.',
  'history-changed':
    'The server’s history of this conversation differs from what you saw before. Nothing is sent until you choose to continue.',
  'device-not-listed': 'This device is not on the account’s signed device list.',
  'device-list-full':
    'This account already has {limit} devices, the maximum. Sign out on one you no longer use, then try again.',
  'passphrase-required': 'Choose a passphrase to protect your messages on this computer.',
  'wrong-passphrase': 'Wrong passphrase.',
  'key-lost':
    'The key to your messages on this computer is missing. If the keychain is only locked, unlock it and try again. Otherwise start over on this computer and sign in: messages on the server come back, and the old data is set aside.',
  'last-key-slot': 'Nothing else could unlock your messages on this computer. Add a passphrase first.',
  'recovery-key-mistyped':
    'This isn’t a recovery key: one has 24 words. Check for a word that is missing or misspelled.',
  'recovery-key-needed':
    'On a computer that is new to it, this account needs its recovery key as well as the password.',
  'wrong-recovery-key': 'This recovery key doesn’t belong to this account.',
  'weak-password': 'A password needs at least {minimum} characters.',
  'weak-parameters': 'The server asks for weaker password protection than this app accepts. Don’t continue.',
  'identity-changed':
    'The keys of {user} have changed. Compare safety numbers, then accept or verify the new keys.',
  'verified-before':
    'You verified {user}, and their keys have changed. Verify the new ones, or remove the verification first.',
  'not-a-safety-code':
    'That is no safety number of Parley. Ask {user} to open “Safety number” with you and to show you the code there.',
  'other-safety-code':
    'This is the code that {of} shows to {to}. You need the one that {user} shows to you. Nothing was changed.',
  'safety-number-differs':
    'The safety numbers differ, so nothing was verified. {user} may have new keys, or someone may be intercepting your messages. Compare again in person.',
  'keys-withheld':
    'The server doesn’t give this device the account’s new keys ({detail}). Messages wait until it does. Signing out and in again fetches them, too.',
  'verification-failed': 'The server sent something without a valid signature ({detail}). Parley ignored it.',
  'server-unreachable': 'Can’t reach the server. Your messages will be sent once it is back.',
  'profile-in-use': 'The profile {folder} is in use by another Parley. Quit that one first.',
  'engine-restarted':
    'Parley’s background process restarted before it answered. Check whether this was done; if not, try again.',
  'server-stopping': 'The server is shutting down. Parley will try again.',
  'not-supported': '{method} is not supported yet.',
  internal: 'Something failed on the server; its log says what. Nothing was changed, so try again.',
} as const;

export type ErrorCode = keyof typeof errors;

/**
 * What is known besides the code. Sizes are bytes; a name that ends in `Ms` is a duration in milliseconds from
 * when the refusal was given, since two computers' clocks need not agree on a moment. One that ends in `At` is a moment,
 * as ISO 8601 UTC, by the clock of whichever of them noted it.
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

/** The sentence the user reads. */
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

export function isMomentFact(name: string): boolean {
  return name.endsWith('At');
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
