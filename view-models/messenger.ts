// The engine's state as a user interface shows it: loaded whenever the session comes online, and kept current by events.
import type {
  Conversation,
  EngineEvents,
  EngineStatus,
  ParametersOf,
  Person,
  ResultOf,
} from '../engine/api/api.ts';
import type { Status } from '../protocol/accounts.ts';
import { type Refusal, type Result, refuse } from '../protocol/errors.ts';
import type { RestartableEngine } from './restartable-engine.ts';
import { createStore, type Store } from './store.ts';

export interface MessengerState {
  /** Undefined until an engine has answered. */
  readonly status: EngineStatus | undefined;
  /** Why the session ended, where the engine said so. */
  readonly ended: Refusal | undefined;
  /** The Lobby first, then by the latest message; groups that one is no longer in come last. */
  readonly conversations: readonly Conversation[];
  readonly people: ReadonlyMap<string, Person>;
}

export interface Messenger extends Store<MessengerState> {
  setStatus(status: Status): Promise<Result<ResultOf<'setStatus'>>>;
  /** The conversation with a person, created if there was none. */
  openDirect(user: string): Promise<Result<Conversation>>;
  createGroup(group: ParametersOf<'createGroup'>): Promise<Result<Conversation>>;
  /** Loads everyone again, for instance after a verification. */
  loadPeople(): Promise<void>;
  close(): void;
}

const nothingYet: MessengerState = {
  status: undefined,
  ended: undefined,
  conversations: [],
  people: new Map(),
};

export function createMessenger(engine: RestartableEngine): Messenger {
  const store = createStore(nothingYet);

  function change(part: Partial<MessengerState>): void {
    store.set({ ...store.get(), ...part });
  }

  /** Applies each answer as it arrives, before later events; the status last, since the window opens on it. */
  async function load(): Promise<void> {
    const conversations = await engine.call('conversations', undefined);
    if (conversations.ok) change({ conversations: inOrder(conversations.value) });
    const status = await engine.call('status', undefined);
    if (!status.ok) return;
    if (status.value.state === 'signed-out') {
      const { ended } = status.value;
      store.set({
        ...nothingYet,
        status: status.value,
        ended: ended ? refuse(ended.code, ended.facts) : store.get().ended,
      });
      return;
    }
    change({ status: status.value, ended: undefined });
    await loadPeople();
  }

  async function loadPeople(): Promise<void> {
    const people = await engine.call('people', undefined);
    if (people.ok) change({ people: new Map(people.value.map((person) => [person.user, person])) });
  }

  function put(conversation: Conversation): void {
    const others = store.get().conversations.filter(({ id }) => id !== conversation.id);
    change({ conversations: inOrder([...others, conversation]) });
  }

  function remove(conversation: string): void {
    change({ conversations: store.get().conversations.filter(({ id }) => id !== conversation) });
  }

  function putOpened(opened: Result<Conversation>): Result<Conversation> {
    if (opened.ok) put(opened.value);
    return opened;
  }

  /** For pending or failed messages the engine emits no `conversation` event. */
  function onMessage({ conversation: id, message }: EngineEvents['message']): void {
    const conversation = store.get().conversations.find((one) => one.id === id);
    if (!conversation) return;
    const isLast = message.seq === undefined || message.id === conversation.lastMessage?.id;
    if (isLast) put({ ...conversation, lastMessage: message });
  }

  function onPresence({ changes }: EngineEvents['presence']): void {
    const { people, status } = store.get();
    if (changes.some(({ user }) => !people.has(user))) loadPeople();
    change({ people: withPresence(people, changes), status: withOwnPresence(status, changes) });
  }

  function onSession({ code, facts }: EngineEvents['session']): void {
    if (code) change({ ended: refuse(code, facts) });
    // Any other reason is one of a connection, and over with it.
    else if (store.get().ended?.code !== 'session-ended') change({ ended: undefined });
    load();
  }

  const stops = [
    engine.onAttached(load),
    engine.on('session', onSession),
    engine.on('message', onMessage),
    engine.on('conversation', ({ conversation }) => put(conversation)),
    engine.on('conversationRemoved', ({ conversation }) => remove(conversation)),
    engine.on('presence', onPresence),
    engine.on('unread', ({ total }) => {
      const { status } = store.get();
      if (status && status.unread !== total) change({ status: { ...status, unread: total } });
    }),
  ];

  return {
    ...store,
    loadPeople,
    async setStatus(presence) {
      const set = await engine.call('setStatus', { status: presence });
      const { status } = store.get();
      if (set.ok && status) change({ status: { ...status, presence } });
      return set;
    },
    openDirect: async (user) => putOpened(await engine.call('openDirect', { user })),
    createGroup: async (group) => putOpened(await engine.call('createGroup', group)),
    close() {
      for (const stop of stops) stop();
    },
  };
}

function inOrder(conversations: readonly Conversation[]): readonly Conversation[] {
  return conversations.toSorted(
    (a, b) =>
      Number(b.kind === 'public') - Number(a.kind === 'public') ||
      Number(a.ended !== undefined) - Number(b.ended !== undefined) ||
      (b.lastMessage?.sentAt ?? '').localeCompare(a.lastMessage?.sentAt ?? '') ||
      a.title.localeCompare(b.title),
  );
}

type Changes = EngineEvents['presence']['changes'];

function withPresence(people: MessengerState['people'], changes: Changes): MessengerState['people'] {
  const changed = new Map(people);
  for (const { user, status } of changes) {
    const person = people.get(user);
    if (person) changed.set(user, { ...person, status });
  }
  return changed;
}

function withOwnPresence(status: EngineStatus | undefined, changes: Changes): EngineStatus | undefined {
  const own = changes.find(({ user }) => status?.account?.startsWith(`${user}@`));
  return status && own && own.status !== 'offline' ? { ...status, presence: own.status } : status;
}
