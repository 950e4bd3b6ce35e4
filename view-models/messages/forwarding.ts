// Where the user can forward messages to: conversations to write in, and people without one yet.
import type { EngineClient, Message } from '../../engine/api/api.ts';
import { ok, type Result } from '../../protocol/errors.ts';
import { type ConversationId, conversationId, type MessageId } from '../../protocol/ids.ts';
import type { Catalogue } from '../../text/languages.ts';
import { mayWrite } from '../groups/rights.ts';
import { jumpEntries } from '../jump/entries.ts';
import type { MessengerState } from '../messenger.ts';
import { ownUser } from '../names.ts';

export interface ForwardTarget {
  readonly id: string;
  readonly title: string;
  readonly alias: string;
  readonly kind: 'public' | 'group' | 'person';
  /** Undefined of a group and the Lobby. */
  readonly user?: string | undefined;
}

/** What begins the id of a person without a conversation. */
const PERSON = 'person ';

export function forwardTargets(state: MessengerState, text: Catalogue): readonly ForwardTarget[] {
  const own = ownUser(state.status) ?? '';
  return jumpEntries(state, text).flatMap(({ key: id, kind, title, alias, target }): ForwardTarget[] => {
    if (kind === 'command') return [];
    if (kind === 'person')
      return state.blocked.has(target) ? [] : [{ id, title, alias, kind: 'person', user: target }];
    const conversation = state.conversations.find((one) => one.id === target);
    if (!conversation || conversation.blocked || !mayWrite(conversation, own)) return [];
    if (conversation.kind !== 'direct') return [{ id, title, alias, kind: conversation.kind }];
    const user = conversation.members.find((member) => member.user !== own)?.user ?? own;
    return [{ id, title, alias, kind: 'person', user }];
  });
}

/** Begins the conversations that there aren't yet. */
export async function forward(
  engine: EngineClient,
  conversation: ConversationId,
  messages: readonly MessageId[],
  targets: readonly string[],
): Promise<Result<readonly Message[]>> {
  const to: ConversationId[] = [];
  for (const target of targets) {
    const found = target.startsWith(PERSON)
      ? await engine.call('openDirect', { user: target.slice(PERSON.length) })
      : ok({ id: conversationId.parse(target) });
    if (!found.ok) return found;
    to.push(found.value.id);
  }
  return engine.call('forward', { conversation, messages: [...messages], to });
}
