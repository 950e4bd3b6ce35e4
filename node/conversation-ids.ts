import { toBase64url } from '../protocol/bytes.ts';
import { directConversationInput, lobbyInput } from '../protocol/epoch-change.ts';
import { type Address, type ConversationId, conversationId, type ServerName } from '../protocol/ids.ts';
import { sha256 } from './sha256.ts';

/** One or two addresses, in any order: both sides derive the same conversation id. */
export function directConversationId(...addresses: readonly Address[]): ConversationId {
  return conversationId.parse(toBase64url(sha256(directConversationInput(...addresses))));
}

/** The public conversation of all accounts of a server. */
export function lobbyId(server: ServerName): ConversationId {
  return conversationId.parse(toBase64url(sha256(lobbyInput(server))));
}
