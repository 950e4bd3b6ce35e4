// Untrusted single-line text from the server, made safe to embed in UI sentences. It is made to fit, not refused:
// one bad name from a server must not make the client refuse the others with it.
import { z } from 'zod';
import { unseenCharacters } from './blank-text.ts';

/** Control characters, line breaks, and characters that change the direction of the text around them. */
const beyondItself = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu;

/** Text without a visible character, marks without a letter included: no name at all. */
const invisible = new RegExp(`^[${unseenCharacters}\\p{Mark}]*$`, 'u');

/** At most this many characters; empty when no character would be visible. */
export function displayText(characters: number) {
  return z.string().transform((text) => {
    const line = text.slice(0, characters).toWellFormed().replace(beyondItself, ' ').trim();
    return invisible.test(line) ? '' : line;
  });
}
