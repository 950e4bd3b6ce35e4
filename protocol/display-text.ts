// A line of somebody else's that is set into sentences of ours, as a server tells it. It is made to fit, not refused:
// a server that lies in one name takes none of the others away with it.
import { z } from 'zod';
import { unseenCharacters } from './blank-text.ts';

/** Control characters, ends of lines, and what turns the direction of the text around it. */
const beyondItself = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu;

/** What leaves nothing to see, marks without a letter too: the name of nobody. */
const invisible = new RegExp(`^[${unseenCharacters}\\p{Mark}]*$`, 'u');

/** At most this many characters of it; none where there would be nothing to see. */
export function toldText(characters: number) {
  return z.string().transform((told) => {
    const line = told.slice(0, characters).toWellFormed().replace(beyondItself, ' ').trim();
    return invisible.test(line) ? '' : line;
  });
}
