import type { Refusal } from '../../protocol/errors.ts';
import type { Catalogue } from '../../text/languages.ts';
import { refusalSentence } from '../../text/sentence.ts';

/** In a list of people a refusal says which of them it is about. */
export function groupRefusal(text: Catalogue, refusal: Refusal): string {
  const user = refusal.facts?.user;
  return refusal.code === 'no-such-user' && typeof user === 'string'
    ? text.groups.noSuchUser(localPart(user))
    : refusalSentence(text, refusal);
}

/** Everyone who can be in a group is on this server. */
function localPart(user: string): string {
  return user.replace(/(?<=.)@.*$/, '');
}
