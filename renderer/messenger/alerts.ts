// What reaches a person outside of the window. Nothing is shown for what they have read, see in front of
// them, or asked not to be disturbed by.
import type { EngineEvents, Message, Unread } from '../../engine/api.ts';
import type { Catalogue } from '../text/english.ts';
import type { App } from '../window/app.ts';
import { nameOf, titleOf } from './names.ts';

type AlertsApp = Pick<App, 'engine' | 'shell' | 'messenger' | 'navigation' | 'preferences' | 'watching'>;

/** Messages that come together, as after being offline, make one notice per conversation. */
const GATHER_MILLISECONDS = 250;

export function createAlerts(app: AlertsApp, text: Catalogue): () => void {
  const { engine, shell, messenger } = app;
  const told = new Set<string>();
  /** Conversations with a notification. */
  const shown = new Set<string>();
  const gathered = new Map<string, Message[]>();
  let gathering: ReturnType<typeof setTimeout> | undefined;

  function onMessage({ message }: EngineEvents['message']): void {
    if (told.has(message.id) || !isNews(app, message)) return;
    told.add(message.id);
    gathered.set(message.conversation, [...(gathered.get(message.conversation) ?? []), message]);
    gathering ??= setTimeout(tellGathered, GATHER_MILLISECONDS);
  }

  function tellGathered(): void {
    gathering = undefined;
    for (const [conversation, messages] of gathered) tell(conversation, messages);
    gathered.clear();
  }

  async function tell(id: string, messages: readonly Message[]): Promise<void> {
    const last = messages.at(-1);
    // Somebody who has just come is not known by name yet.
    if (last && !messenger.get().people.has(last.sender)) await messenger.loadPeople();
    const { notifications } = app.preferences.get();
    const { conversations, people, status } = messenger.get();
    const conversation = conversations.find((one) => one.id === id);
    if (!conversation || !last || notifications === 'nothing' || status?.presence === 'dnd') return;
    const title = titleOf(text, people, conversation);
    const body = bodyOf(messages, text, notifications);
    const inRoom = conversation.kind === 'direct' ? title : `${nameOf(people, last.sender)} · ${title}`;
    shown.add(id);
    shell.notify({ conversation: id, title: inRoom, body });
  }

  function onUnread(unread: Unread): void {
    for (const id of shown) {
      if (unread.conversations.some((one) => one.id === id && one.count > 0)) continue;
      shown.delete(id);
      shell.withdraw(id);
    }
    const { conversations } = messenger.get();
    shell.setBadge(badgeOf(unread, new Set(conversations.filter(isPublic).map(({ id }) => id))));
  }

  const stops = [engine.on('message', onMessage), engine.on('unread', onUnread)];
  engine.call('unread', undefined).then((unread) => unread.ok && onUnread(unread.value));
  return () => {
    shell.setBadge({ count: 0, dot: false });
    clearTimeout(gathering);
    for (const stop of stops) stop();
  };
}

/** Own messages, those read, and those in front of an attentive person are none. */
function isNews({ messenger, navigation, watching }: AlertsApp, message: Message): boolean {
  const { status } = messenger.get();
  if (message.state !== 'delivered' || status?.account?.startsWith(`${message.sender}@`)) return false;
  return !(watching.get() && navigation.get().conversation === message.conversation);
}

function bodyOf(messages: readonly Message[], text: Catalogue, level: 'text' | 'name'): string {
  if (messages.length > 1) return text.notifications.newMessages(messages.length);
  return (level === 'text' && messages[0]?.text) || text.notifications.newMessage;
}

function isPublic({ kind }: { readonly kind: string }): boolean {
  return kind === 'public';
}

function badgeOf({ conversations }: Unread, publicIds: ReadonlySet<string>) {
  const count = (some: Unread['conversations']) => some.reduce((sum, one) => sum + one.count, 0);
  return {
    count: count(conversations.filter(({ id }) => !publicIds.has(id))),
    dot: count(conversations.filter(({ id }) => publicIds.has(id))) > 0,
  };
}
