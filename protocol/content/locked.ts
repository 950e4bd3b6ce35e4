import { z } from 'zod';
import { digest, messageId } from '../ids.ts';
import { limits } from '../limits.ts';
import { sentAt, silent, writtenText } from './text.ts';

/** What its author says about the passphrase; every reader sees it. */
export const lockedHint = writtenText.max(limits.hintCharacters);

/** The base64 of `Salted__`, without the bits that it shares with the salt behind it. */
const OPENSSL_MAGIC = 'U2FsdGVkX1';

/**
 * A text under a passphrase (engine/encryption/locked-text.ts): `locked` is what `openssl enc -a -A` makes of it, `mac` proves
 * the passphrase, and that no bit has changed.
 */
export const locked = {
  schema: z.object({
    type: z.literal('locked'),
    locked: z.base64().startsWith(OPENSSL_MAGIC),
    mac: digest,
    hint: lockedHint.optional(),
    replyTo: messageId.optional(),
    silent,
    sentAt,
  }),
  countsAsUnread: true,
  concerns: 'itself',
} as const;
