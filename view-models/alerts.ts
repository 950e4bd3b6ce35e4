// Notifications outside of the window. The engine says which messages are worth one; none appears for those that the user has
// read meanwhile or sees on screen.
import type { Conversation, EngineClient, EngineEvents, Message, Person, Unread } from '../engine/api/api.ts';
import { excerpt } from '../protocol/excerpt.ts';
import type { Catalogue } from '../text/languages.ts';
import { refusalSentence } from '../text/sentence.ts';
import { plainExcerpt } from './formatting/formatted-text.ts';
import type { Messenger } from './messenger.ts';
import { nameOf, ownUser, titleOf } from './names.ts';
import type { Store } from './store.ts';

/** A later notice of the same conversation takes the place of the earlier one. */
interface AlertNotice {
  readonly conversation: string;
  readonly title: string;
  readonly body: string;
}

export interface AlertDependencies {
  readonly engine: EngineClient;
  readonly shell: {
    notify(notice: AlertNotice): void;
    withdraw(conversation: string): void;
    /** Of what isn't muted, and of mentions. `count`: unread direct messages; `dot`: something else is unread. */
    setBadge(badge: { readonly count: number; readonly dot: boolean }): void;
  };
  readonly messenger: Pick<Messenger, 'get' | 'loadPeople'>;
  readonly navigation: Reading<{ readonly conversation: string | undefined }>;
  readonly preferences: Reading<{ readonly notifications: 'text' | 'name' | 'nothing' }>;
  /** Whether the user can be looking at the open conversation. */
  readonly conversationVisibility: Reading<boolean>;
}

type Reading<State> = Pick<Store<State>, 'get'>;

/** In place of a conversation: the notification of a device that has signed in to the account. */
export const DEVICE_ALERT = 'new device';

/** Messages that come together, as after being offline, make one notice per conversation. */
const GATHER_MILLISECONDS = 250;

/** In the current language, which the user can change while a notification is shown. */
export function createAlerts(app: AlertDependencies, words: () => Catalogue): () => void {
  const { engine, shell, messenger } = app;
  /** By conversation, until it has been read. */
  const notified = new Map<string, Set<string>>();
  /** Conversations with a notification. */
  const shown = new Set<string>();
  const gathered = new Map<string, Message[]>();
  let gathering: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  function onMessage({ message, revised, alert }: EngineEvents['message']): void {
    const { conversation, id } = message;
    if (revised) revise(message);
    // An edit has mentioned the user: that is news, whatever was said before.
    const isKnown = !revised && notified.get(conversation)?.has(id);
    if (!alert || isKnown || isSeen(app, message)) return;
    notified.set(conversation, (notified.get(conversation) ?? new Set()).add(id));
    const others = (gathered.get(conversation) ?? []).filter((one) => one.id !== id);
    gathered.set(conversation, [...others, message]);
    gathering ??= setTimeout(notifyGathered, GATHER_MILLISECONDS);
  }

  /** No news, but what is about to be shown says what it says now. */
  function revise(message: Message): void {
    const { conversation, id, kind } = message;
    // What it said is on the screen, and is to be seen no longer.
    if (kind === 'deleted' && notified.get(conversation)?.has(id)) withdraw(conversation);
    const waiting = gathered.get(conversation);
    if (!waiting) return;
    gathered.set(
      conversation,
      waiting.map((one) => (one.id === id ? message : one)),
    );
  }

  /** It has disappeared: what it said is to be seen no longer. */
  function onRemoved({ conversation, message }: EngineEvents['messageRemoved']): void {
    if (!notified.get(conversation)?.delete(message)) return;
    const waiting = gathered.get(conversation) ?? [];
    gathered.set(
      conversation,
      waiting.filter(({ id }) => id !== message),
    );
    if (shown.has(conversation)) withdraw(conversation);
  }

  function notifyGathered(): void {
    gathering = undefined;
    for (const [conversation, messages] of gathered) notify(conversation, messages);
    gathered.clear();
  }

  async function notify(id: string, waited: readonly Message[]): Promise<void> {
    const last = waited.at(-1);
    // The name of a person who has just joined is not loaded yet.
    if (last && !messenger.get().people.has(last.sender)) await messenger.loadPeople();
    const { notifications } = app.preferences.get();
    const { conversations, people } = messenger.get();
    const conversation = conversations.find((one) => one.id === id);
    if (stopped || !conversation || !last || notifications === 'nothing') return;
    const messages = waited.filter((one) => !isSeen(app, one) && isNews(one, conversation));
    if (messages.length === 0) return;
    const named = { text: words(), people, conversation, own: ownUser(messenger.get().status) };
    shown.add(id);
    shell.notify({
      conversation: id,
      title: excerpt(headingOf(messages, named)),
      body: excerpt(bodyOf(messages, named, notifications)),
    });
  }

  /** Whatever the preferences: another person may have signed in. */
  function onNotice({ code, facts }: EngineEvents['notice']): void {
    if (code !== 'device-added') return;
    const text = words();
    const body = excerpt(refusalSentence(text, { code, facts }));
    shell.notify({ conversation: DEVICE_ALERT, title: text.devices.newDevice, body });
  }

  function withdraw(id: string): void {
    shown.delete(id);
    shell.withdraw(id);
  }

  function onUnread(unread: Unread): void {
    const { conversations } = messenger.get();
    const isRead = (id: string) =>
      !unread.conversations.some((one) => one.id === id && one.count > 0) &&
      !conversations.some((one) => one.id === id && endsUnseen(one));
    for (const id of shown) if (isRead(id)) withdraw(id);
    for (const id of notified.keys()) if (isRead(id)) notified.delete(id);
    shell.setBadge(badgeOf(unread, new Set(conversations.filter(isPublic).map(({ id }) => id))));
  }

  const stops = [
    engine.on('message', onMessage),
    engine.on('messageRemoved', onRemoved),
    engine.on('notice', onNotice),
    engine.on('unread', onUnread),
  ];
  engine.call('unread', undefined).then((unread) => unread.ok && onUnread(unread.value));
  return () => {
    stopped = true;
    shell.setBadge({ count: 0, dot: false });
    for (const id of shown) withdraw(id);
    clearTimeout(gathering);
    for (const stop of stops) stop();
  };
}

function isSeen(
  { navigation, conversationVisibility }: AlertDependencies,
  { conversation }: Message,
): boolean {
  return conversationVisibility.get() && navigation.get().conversation === conversation;
}

/** It may have been read while it was gathered. Only an edit alerts for what was read before. */
function isNews({ kind, state }: Message, { unread }: Conversation): boolean {
  return kind !== 'deleted' && (kind === 'system' || state === 'read' || unread > 0);
}

/** What is done in a group counts as no unread message: as long as it is the last thing there, only its state says so. */
function endsUnseen({ lastMessage, ended }: Conversation): boolean {
  return !ended && lastMessage?.kind === 'system' && lastMessage.state === 'delivered';
}

interface Named {
  readonly text: Catalogue;
  readonly people: ReadonlyMap<string, Person>;
  readonly conversation: Conversation;
  readonly own: string | undefined;
}

/** The conversation and, where only one of several people has written, or has mentioned the user, who. */
function headingOf(messages: readonly Message[], named: Named): string {
  const { text, people, conversation } = named;
  const title = titleOf(text, people, conversation);
  const [caller] = new Set(messages.filter((one) => isMention(one, named)).map(({ sender }) => sender));
  if (caller !== undefined) return text.notifications.mentionedYou(title, nameOf(people, caller));
  const senders = new Set(messages.filter(isWritten).map(({ sender }) => sender));
  const [sender] = senders;
  if (conversation.kind === 'direct' || sender === undefined || senders.size > 1) return title;
  return text.notifications.from(title, nameOf(people, sender));
}

function bodyOf(messages: readonly Message[], named: Named, level: 'text' | 'name'): string {
  const { text, people, conversation } = named;
  const { notifications } = text;
  const [written, ...more] = messages.filter(isWritten);
  const mention = messages.findLast((one) => isMention(one, named));
  if (more.length > 0 && !(mention && level === 'text')) return notifications.newMessages(more.length + 1);
  const first = mention ?? written;
  const shown = level === 'text' && first ? wordsOf(first, text) : undefined;
  if (shown) return shown;
  if (written) return notifications.newMessage;
  const adder = nameOf(people, messages.at(-1)?.sender ?? '');
  return notifications.addedYou(adder, titleOf(text, people, conversation));
}

function wordsOf({ kind, text: words }: Message, { locked, formatting }: Catalogue): string | undefined {
  if (kind === 'locked') return locked.message;
  return words === undefined ? undefined : plainExcerpt(words, formatting.hidden);
}

/** In a direct conversation everything is for the user. */
function isMention({ mentions }: Message, { conversation, own }: Named): boolean {
  return conversation.kind !== 'direct' && own !== undefined && mentions?.includes(own) === true;
}

function isWritten({ kind }: Message): boolean {
  return kind !== 'system';
}

function isPublic({ kind }: { readonly kind: string }): boolean {
  return kind === 'public';
}

/** Where the user wants to hear less, mentions only. */
function countedOnBadge({ count, mentions = 0, muted, notifications }: Unread['conversations'][number]) {
  if (notifications === 'none') return 0;
  return muted || notifications ? mentions : count;
}

function badgeOf({ conversations }: Unread, publicIds: ReadonlySet<string>) {
  const count = (some: Unread['conversations']) => some.reduce((sum, one) => sum + countedOnBadge(one), 0);
  return {
    count: count(conversations.filter(({ id }) => !publicIds.has(id))),
    dot: count(conversations.filter(({ id }) => publicIds.has(id))) > 0,
  };
}
