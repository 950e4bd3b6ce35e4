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

/** Alice, who looks elsewhere, and one unread message of bob's. */
function startAlerts() {
  const listeners = new Map<EventName, (payload: never) => void>();
  const shown = new Map<string, MessageNotice>();
  const notified: MessageNotice[] = [];
  let attentive = false;
  let words = english;
  let notifications: 'name' | 'text' = 'name';
  const state = { people: new Map(), conversations: [bobs(1)], status: undefined, ended: undefined };
  let messenger: MessengerState = state;

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
        setBadge: () => undefined,
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
    stop,
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

const news = { conversation: withBob, message: fromBob };

test('what is told is in the words of the moment', async () => {
  const { emit, gather, speakGerman, notified } = startAlerts();
  emit('message', news);
  speakGerman();
  await gather();
  expect(notified).toEqual([{ conversation: 'with-bob', title: 'bob', body: 'Neue Nachricht' }]);
});

test('what is told of a message is its beginning, without marks heaped on a letter', async () => {
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

test('what is read, or looked at, while it is gathered is not told', async () => {
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

test('a message is told once, until it has been read', async () => {
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

test('on leaving, nothing stays on the screen and nothing comes any more', async () => {
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
