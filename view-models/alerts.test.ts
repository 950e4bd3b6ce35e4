import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { Conversation, EngineEvents, EventName, Message } from '../engine/api/api.ts';
import { ok } from '../protocol/errors.ts';
import type { ConversationId, MessageId } from '../protocol/ids.ts';
import type { MessageNotice } from '../shell/shell.ts';
import { window as english } from '../text/english/window.ts';
import { window as german } from '../text/german/window.ts';
import { createAlerts } from './alerts.ts';
import type { MessengerState } from './messenger.ts';

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
});

const GATHERED_MILLISECONDS = 250;
/** Any ids will do: the engine made them. */
const [withBob, one, another] = ['with-bob' as ConversationId, '1' as MessageId, '2' as MessageId];
const nothing = { total: 0, conversations: [] };

function bobs(unread: number): Conversation {
  const members = ['alice', 'bob'].map((user) => ({ user, role: 'member' }) as const);
  return { id: withBob, kind: 'direct', title: 'bob', members, unread };
}

const fromBob: Message = {
  ...{ id: one, conversation: withBob, seq: 1, sender: 'bob', device: '', kind: 'text', text: 'hello' },
  ...{ sentAt: '2026-01-01T00:00:00Z', state: 'delivered' },
};

const signedIn = { state: 'online', account: 'alice@home.example', server: '', unread: 0 } as const;
const chess: Conversation = {
  ...{ id: 'chess' as ConversationId, kind: 'group', title: 'Chess', unread: 0 },
  members: ['alice', 'bob', 'carol'].map((user) => ({ user, role: 'member' })),
};

function inChess(more: Partial<Message>): EngineEvents['message'] {
  const message = { ...fromBob, conversation: chess.id, ...more };
  return { conversation: chess.id, message, alert: true };
}

const invitation = inChess({
  kind: 'system',
  events: [
    { type: 'created', title: 'Chess' },
    { type: 'added', users: ['carol', 'alice'] },
  ],
});

/** Alice, who looks elsewhere, and one unread message of bob's. */
function startAlerts() {
  const listeners = new Map<EventName, (payload: never) => void>();
  const shown = new Map<string, MessageNotice>();
  const notified: MessageNotice[] = [];
  const badges: { readonly count: number; readonly dot: boolean }[] = [];
  let attentive = false;
  let words = english;
  let notifications: 'name' | 'text' = 'name';
  const state: MessengerState = {
    ...{ people: new Map(), blocked: new Set(), conversations: [bobs(1)], requests: [] },
    ...{ status: undefined, ended: undefined },
  };
  let messenger = state;

  const stop = createAlerts(
    {
      engine: {
        // Only this is asked.
        call: async () => ok({ total: 1, conversations: [{ ...bobs(1), from: [], count: 1 }] }) as never,
        on(event, listener) {
          listeners.set(event, listener);
          return () => listeners.delete(event);
        },
      },
      shell: {
        setBadge: (badge) => badges.push(badge),
        withdraw: (conversation) => shown.delete(conversation),
        notify(notice) {
          notified.push(notice);
          shown.set(notice.conversation, notice);
        },
      },
      messenger: { get: () => messenger, loadPeople: async () => undefined },
      navigation: { get: () => ({ conversation: 'with-bob', dialog: undefined }) },
      preferences: {
        get: () => ({
          ...{ theme: 'system', language: 'system', notifications, enter: 'send' },
          ...{ sidebarWidth: 296, sidebarCollapsed: false, details: false },
        }),
      },
      conversationVisibility: { get: () => attentive },
    },
    () => words,
  );

  return {
    shown,
    notified,
    badges,
    stop,
    /** Alice is in this conversation alone. */
    has(conversation: Conversation) {
      messenger = { ...state, conversations: [conversation], status: signedIn };
    },
    emit<Name extends EventName>(event: Name, payload: EngineEvents[Name]) {
      listeners.get(event)?.(payload as never); // A name's listener takes that name's payload.
    },
    read() {
      messenger = { ...state, conversations: [bobs(0)] };
    },
    look() {
      attentive = true;
    },
    showText() {
      notifications = 'text';
    },
    speakGerman() {
      words = german;
    },
    gather: () => vi.advanceTimersByTimeAsync(GATHERED_MILLISECONDS),
  };
}

const news = { conversation: withBob, message: fromBob, alert: true } as const;

test('a notification is written in the language chosen at the time it appears', async () => {
  const { emit, gather, speakGerman, notified } = startAlerts();
  emit('message', news);
  speakGerman();
  await gather();
  expect(notified).toEqual([{ conversation: 'with-bob', title: 'bob', body: 'Neue Nachricht' }]);
});

test('a notification shows an excerpt of the message, with few marks on each letter', async () => {
  const { emit, gather, showText, notified } = startAlerts();
  showText();
  emit('message', { ...news, message: { ...fromBob, text: 'Z\u0310\u0348\u0321'.padEnd(90, '\u0321') } });
  await gather();
  emit('message', { ...news, message: { ...fromBob, id: another, text: '👩‍👩‍👧‍👦'.repeat(5_000) } });
  await gather();
  const [heaped, long] = notified.map(({ body = '' }) => body);
  expect(heaped).toBe('Z\u0310\u0348\u0321\u0321');
  expect(long).toMatch(/^(👩‍👩‍👧‍👦){20,30}…$/u);
});

test('a message that the user reads or sees before the notification appears raises none', async () => {
  const elsewhere = startAlerts();
  elsewhere.emit('message', news);
  elsewhere.read();
  await elsewhere.gather();
  expect(elsewhere.notified).toEqual([]);

  const here = startAlerts();
  here.emit('message', news);
  here.look();
  await here.gather();
  expect(here.notified).toEqual([]);
});

test('a message raises one notification until the user has read it', async () => {
  const { emit, gather, notified } = startAlerts();
  emit('message', news);
  await gather();
  emit('message', news);
  await gather();
  expect(notified).toHaveLength(1);
  emit('unread', nothing);
  emit('message', news);
  await gather();
  expect(notified).toHaveLength(2);
});

test('closing removes all notifications and raises no more', async () => {
  const { emit, gather, shown, notified, stop } = startAlerts();
  emit('message', news);
  await gather();
  expect([...shown.keys()]).toEqual(['with-bob']);
  emit('message', { ...news, message: { ...fromBob, id: another } });
  stop();
  expect(shown.size).toBe(0);
  await gather();
  expect(notified).toHaveLength(1);
});

test('a message in a group is announced as “Group: sender”, messages of several by the group alone', async () => {
  const { emit, gather, has, notified } = startAlerts();
  has({ ...chess, unread: 3 });
  emit('message', inChess({}));
  await gather();
  emit('message', inChess({ id: another }));
  emit('message', inChess({ id: 'third' as MessageId, sender: 'carol' }));
  await gather();
  expect(notified.map(({ title, body }) => [title, body])).toEqual([
    ['Chess: bob', 'New message'],
    ['Chess', '2 new messages'],
  ]);
});

test('being added to a group is a notification, until the group is opened', async () => {
  const { emit, gather, has, shown, notified } = startAlerts();
  has({ ...chess, lastMessage: invitation.message });
  emit('message', invitation);
  await gather();
  expect(notified).toEqual([{ conversation: 'chess', title: 'Chess', body: 'bob added you to Chess' }]);
  emit('unread', nothing);
  expect([...shown.keys()]).toEqual(['chess']);
  has({ ...chess, lastMessage: { ...invitation.message, state: 'read' } });
  emit('unread', nothing);
  expect(shown.size).toBe(0);
});

test('a message that the engine finds no alert raises no notification', async () => {
  const { emit, gather, notified } = startAlerts();
  emit('message', { conversation: withBob, message: fromBob });
  await gather();
  expect(notified).toEqual([]);
});

test('muted conversations don’t count on the badge', () => {
  const { emit, badges } = startAlerts();
  const unread = { title: '', from: [], count: 2 };
  const conversations = [{ ...unread, id: withBob }, { ...unread, id: chess.id, muted: true } as const];
  emit('unread', { total: 4, conversations });
  expect(badges.at(-1)).toEqual({ count: 2, dot: false });
});

test('a notification of what has disappeared is withdrawn, and none comes for what goes before it is shown', async () => {
  const { emit, shown } = startAlerts();
  emit('message', { conversation: withBob, message: fromBob, alert: true });
  await vi.advanceTimersByTimeAsync(GATHERED_MILLISECONDS);
  expect(shown.has(withBob)).toBe(true);
  emit('messageRemoved', { conversation: withBob, message: one });
  expect(shown.has(withBob)).toBe(false);
  emit('message', { conversation: withBob, message: { ...fromBob, id: another }, alert: true });
  emit('messageRemoved', { conversation: withBob, message: another });
  await vi.advanceTimersByTimeAsync(GATHERED_MILLISECONDS);
  expect(shown.has(withBob)).toBe(false);
});

test('the badge counts mentions in conversations that are quiet otherwise, unless the user wants nothing of them', () => {
  const { emit, badges } = startAlerts();
  const unread = { title: '', from: [], count: 5, mentions: 2 };
  const badgeOf = (more: object) => {
    emit('unread', { total: 5, conversations: [{ ...unread, id: withBob, ...more }] });
    return badges.at(-1)?.count;
  };
  expect([badgeOf({ muted: true }), badgeOf({ notifications: 'mentions' })]).toEqual([2, 2]);
  expect([badgeOf({ notifications: 'none' }), badgeOf({})]).toEqual([0, 5]);
});

test('a notification says who has mentioned the user, by an edit of what was read, too', async () => {
  const { emit, gather, has, showText, notified } = startAlerts();
  showText();
  has({ ...chess, unread: 2 });
  emit('message', inChess({ text: 'Well, @alice?', mentions: ['alice'] }));
  emit('message', inChess({ id: another, text: 'aside' }));
  await gather();
  has({ ...chess, unread: 0 });
  const edited = inChess({ text: '@alice and @carol', mentions: ['alice', 'carol'], state: 'read' });
  emit('message', { ...edited, revised: true });
  await gather();
  expect(notified.map(({ title, body }) => [title, body])).toEqual([
    ['Chess: bob mentioned you', 'Well, @alice?'],
    ['Chess: bob mentioned you', '@alice and @carol'],
  ]);
});
