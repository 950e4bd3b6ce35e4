import { expect, onTestFinished, test } from 'vitest';
import type { EngineClient, EngineEvents, EventName, HistoryPage, Message } from '../../engine/api/api.ts';
import { ok } from '../../protocol/errors.ts';
import { conversationId, messageId } from '../../protocol/ids.ts';
import { Timeline } from './timeline.ts';

const conversation = conversationId.parse('c'.repeat(43));
const idOf = (nth: number) => messageId.parse(String(nth).padStart(22, 'm'));

function placed(seq: number, sender = 'bob'): Message {
  const base = { conversation, device: 'd', kind: 'text' } as const;
  return { ...base, id: idOf(seq), seq, sender, sentAt: '', state: 'delivered' };
}

function waiting(seq: number): Message {
  const { seq: _, ...message } = placed(seq, 'alice');
  return { ...message, state: 'sending' };
}

interface Asked {
  readonly before?: string;
  readonly after?: string;
  readonly unread?: true;
  readonly limit: number;
}

/** An engine with a log. Below `from` nothing can be had at present. */
function engineWith(log: Message[]) {
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const engine = {
    log,
    from: 0,
    tell<Name extends EventName>(event: Name, payload: EngineEvents[Name]) {
      for (const listener of listeners.get(event) ?? []) listener(payload as never); // That event's.
    },
    /** Comes in, and is told. */
    say(...messages: readonly Message[]) {
      log.push(...messages);
      for (const message of messages) engine.tell('message', { conversation, message });
    },
  };

  function history({ before, after, limit }: Asked): HistoryPage {
    const at = (id: string | undefined) => log.findIndex((message) => message.id === id);
    if (after !== undefined) {
      const rows = log.slice(at(after) + 1);
      return { messages: rows.slice(0, limit), more: rows.length > limit };
    }
    const rows = before === undefined ? log : log.slice(0, at(before));
    const held = rows.filter(({ seq = 0 }) => seq >= engine.from);
    return { messages: held.slice(-limit), more: rows.length > Math.min(held.length, limit) };
  }

  const client = {
    call: async (method: string, parameters: unknown) =>
      ok(
        method === 'history'
          ? history(parameters as Asked)
          : { conversations: [{ id: conversation, count: 1_234 }] },
      ),
    on(event: EventName, listener: (payload: never) => void) {
      const heard = listeners.get(event) ?? new Set();
      listeners.set(event, heard.add(listener));
      return () => heard.delete(listener);
    },
  } as EngineClient; // What a timeline asks for.
  return { engine, client };
}

const asRead = (message: Message): Message =>
  message.sender === 'bob' ? { ...message, state: 'read' } : message;

/** What is there when it opens has been read. */
async function opened(log: readonly Message[], { from = 0, visible = true } = {}) {
  const { engine, client } = engineWith(log.map(asRead));
  engine.from = from;
  const timeline = new Timeline(client, conversation, 'alice', () => visible);
  onTestFinished(() => timeline.close());
  await expect.poll(() => timeline.get().loaded).toBe(true);
  const seqs = () => timeline.get().messages.map(({ seq }) => seq);
  return { engine, timeline, seqs };
}

const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => placed(first + index));
const seqsOf = (messages: readonly Message[]) => messages.map(({ seq }) => seq);

test('messages far beyond the loaded range wait until the gap is loaded', async () => {
  const { engine, timeline, seqs } = await opened(range(1, 40), { visible: false });
  engine.log.push(...range(41, 1_450));
  engine.say(...range(1_451, 1_500));
  await expect.poll(() => timeline.get().divider).toMatchObject({ above: idOf(41), count: 1_234 });
  expect(timeline.get().newer).toBe(true);
  expect(seqs()).toEqual(seqsOf(range(1, 40)));
  await timeline.loadNewer();
  expect(seqs()).toEqual(seqsOf(range(1, 190)));
  while (timeline.get().newer) await timeline.loadNewer();
  expect(seqs()).toEqual(seqsOf(range(901, 1_500)));
});

test('a sequence number without a message leaves no gap', async () => {
  const { engine, timeline, seqs } = await opened(range(1, 3));
  engine.say(placed(5), placed(6), placed(9));
  await expect.poll(seqs).toEqual([1, 2, 3, 5, 6, 9]);
  expect(timeline.get()).toMatchObject({ newer: false, divider: undefined });
  engine.say(placed(10));
  expect(seqs().at(-1)).toBe(10);
});

test('messages without an event are loaded on coming online', async () => {
  const { engine, timeline, seqs } = await opened(range(1, 3), { visible: false });
  engine.log.push(...range(4, 100));
  engine.tell('session', { state: 'online' });
  await expect.poll(seqs).toEqual(seqsOf(range(1, 100)));
  expect(timeline.get()).toMatchObject({ newer: false, divider: { above: idOf(4), count: 97 } });
  engine.log.push(...range(101, 1_000));
  engine.tell('session', { state: 'online' });
  await expect.poll(() => timeline.get().newer).toBe(true);
  expect(seqs()).toEqual(seqsOf(range(1, 100)));
});

test('an own message above a gap does not hide the gap', async () => {
  const { engine, timeline, seqs } = await opened([...range(1, 3), waiting(1_500)]);
  expect(seqs()).toEqual([1, 2, 3, undefined]);
  engine.log.splice(3, 1, ...range(4, 1_499));
  engine.say(placed(1_500, 'alice'));
  await expect.poll(() => timeline.get().newer).toBe(true);
  engine.tell('message', { conversation, message: placed(1_500, 'alice') });
  expect(seqs()).toEqual([1, 2, 3]);
  await timeline.loadNewer();
  expect(seqs()).toEqual(seqsOf(range(1, 153)));
});

test('older messages that can’t be loaded show as missing until there is a connection', async () => {
  const { engine, timeline, seqs } = await opened(range(1, 80), { from: 41 });
  expect(timeline.get()).toMatchObject({ older: true, failed: false });
  await timeline.loadOlder();
  expect(timeline.get()).toMatchObject({ older: true, failed: true });
  engine.from = 0;
  engine.tell('session', { state: 'online' });
  await expect.poll(seqs).toEqual(seqsOf(range(1, 80)));
  expect(timeline.get()).toMatchObject({ older: false, failed: false });
});
