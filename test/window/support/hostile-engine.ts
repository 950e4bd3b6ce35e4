// Takes the engine's place, and sends nothing but other people's texts.
import type {
  Conversation,
  EngineApi,
  EngineEvents,
  EventName,
  Message,
  MethodName,
  Person,
  ResultOf,
} from '../../../engine/api/api.ts';
import { ok, type Refusal, type Result } from '../../../protocol/errors.ts';
import { type ConversationId, conversationId, messageId } from '../../../protocol/ids.ts';

export interface HostileEngine extends EngineApi {
  /** Answers all but what the window asks to begin with. */
  refusal: Refusal;
  signedIn: boolean;
  emit<Name extends EventName>(event: Name, payload: EngineEvents[Name]): void;
}

const OWN = 'alice';

/** Of each text a person, with that name, who has said it and to whom one has begun to write it, and a device. */
export function createHostileEngine(
  texts: readonly string[],
  conversationFor: (text: string, at: number) => Conversation = conversationOf,
): HostileEngine {
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const conversations = texts.map(conversationFor);

  const answers: { readonly [Name in MethodName]?: () => ResultOf<Name> } = {
    status: () => ({
      ...(engine.signedIn
        ? { state: 'online', account: `${OWN}@home.example`, displayName: texts[0] ?? '' }
        : { state: 'signed-out' }),
      server: 'http://home.example:5002',
      unread: 0,
    }),
    conversations: () => conversations,
    people: () => texts.map(personOf),
    devices: () =>
      texts.map((name, at) => ({
        id: String(at),
        name,
        current: at === 0,
        added: '2026-01-01T00:00:00.000Z',
      })),
    drafts: () => texts.map((text, at) => ({ conversation: idOf(at), text })),
    history: () => ({ messages: [...texts.map(messageOf), ...texts.map(groupEventOf)], more: false }),
    messageDetails: () => ({
      message: messageOf(texts[1] ?? '', 1),
      edits: texts.length,
      revisions: texts.map((text) => ({ text, at: '2026-01-01T00:00:00.000Z' })),
      receipts: texts.map((user) => ({ user, state: 'read' })),
    }),
    unread: () => ({ total: 0, conversations: [] }),
    markRead: () => ({ unread: 0 }),
    saveDraft: () => ({}),
  };

  const engine: HostileEngine = {
    refusal: { ok: false, code: 'internal' },
    signedIn: true,
    async call<Name extends MethodName>(method: Name): Promise<Result<ResultOf<Name>>> {
      const answer: (() => ResultOf<Name>) | undefined = answers[method];
      return answer ? ok(answer()) : engine.refusal;
    },
    on(event, listener) {
      const registered = listeners.get(event) ?? new Set();
      listeners.set(event, registered.add(listener));
      return () => registered.delete(listener);
    },
    emit(event, payload) {
      // A name's listeners take that name's payload.
      for (const listener of listeners.get(event) ?? []) listener(payload as never);
    },
    close: async () => undefined,
  };
  return engine;
}

function idOf(at: number): ConversationId {
  return conversationId.parse(String(at).padStart(43, 'c'));
}

function userOf(at: number): string {
  return `user${String(at).padStart(3, '0')}`;
}

function personOf(displayName: string, at: number): Person {
  return { user: userOf(at), displayName, status: 'normal', fingerprint: '', verified: false };
}

function conversationOf(text: string, at: number): Conversation {
  const members = [OWN, userOf(at)].map((user) => ({ user, role: 'member' }) as const);
  const lastMessage = messageOf(text, at);
  return { id: idOf(at), kind: 'direct', title: userOf(at), members, unread: 0, lastMessage };
}

/** A group of that title, which every third is no longer in, made by whom that text is the name of. */
export function groupOf(title: string, at: number): Conversation {
  const members = [OWN, userOf(at), userOf(at + 1)].map((user) => ({ user, role: 'owner' }) as const);
  const settings = { posting: 'everyone', history: 'from-joining' } as const;
  const lastMessage = groupEventOf(title, at);
  const group = { id: idOf(at), kind: 'group', title, members, settings, unread: 0, lastMessage } as const;
  return at % 3 === 2
    ? { ...group, ended: { how: 'removed', by: userOf(at), at: lastMessage.sentAt } }
    : group;
}

function groupEventOf(title: string, at: number): Message {
  const { text: _, reason: __, ...message } = messageOf(title, at);
  return {
    ...message,
    id: messageId.parse(String(at).padStart(22, 'e')),
    seq: 10_000 + at,
    kind: 'system',
    sender: userOf(at),
    state: 'read',
    events: [
      { type: 'created', title },
      { type: 'added', users: [userOf(at + 1), userOf(at + 2)] },
      { type: 'role', user: userOf(at + 1), role: 'admin' },
    ],
  };
}

/** The later, the further up its conversation is listed. Each third can't be read, each fourth was not sent. */
function messageOf(text: string, at: number): Message {
  return {
    id: messageId.parse(String(at).padStart(22, 'm')),
    conversation: idOf(at),
    seq: at + 1,
    sender: at % 4 === 0 ? OWN : userOf(at),
    device: '',
    kind: at % 3 === 0 ? 'unreadable' : 'text',
    text,
    sentAt: new Date(Date.UTC(2026, 0, 1) - at * 1_000).toISOString(),
    state: at % 4 === 0 ? 'failed' : 'read',
    code: 'verification-failed',
    facts: { detail: text },
  };
}
