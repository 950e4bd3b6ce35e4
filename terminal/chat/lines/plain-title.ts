import type { Conversation } from '../../../engine/api/api.ts';
import type { Catalogue } from '../../../text/languages.ts';
import { titleOf } from '../../../view-models/names.ts';

/** As commands take it: a person is called by the user name. */
export function plainTitle(conversation: Conversation, text: Catalogue): string {
  return titleOf(text, new Map(), conversation);
}
