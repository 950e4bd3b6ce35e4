import type { Message } from '../../engine/api/api.ts';
import type { Catalogue } from '../../text/languages.ts';

/** What stands in a locked message. */
export function lockedWords({ hint }: Message, { text }: { readonly text: Catalogue }): string {
  return hint ? text.locked.withHint(hint) : text.locked.message;
}
