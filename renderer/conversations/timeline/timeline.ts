// The stretch of one open conversation that its view is in. What is seen of the server's order while it is elsewhere
// is only counted, and read from the engine when one comes to it.
import type { Message, SessionState } from '../../../engine/api.ts';
import type { EngineClient } from '../../engine-client.ts';
import { createStore, type Store } from '../../messenger/store.ts';
import { type Divider, dividerAfter, firstDivider } from './divider.ts';
import { mergeMessage, mergePage } from './merge.ts';
import { createPages } from './pages.ts';
import { grown, HELD, highestOf, type Side, type Stretch, withoutNewest, withoutOldest } from './stretch.ts';

export interface TimelineState extends Stretch {
  readonly loaded: boolean;
  readonly loading: boolean;
  readonly failed: boolean;
  readonly divider: Divider | undefined;
  /** How often the newest messages have taken the place of a stretch further up. */
  readonly jumps: number;
}

export interface Timeline extends Store<TimelineState> {
  loadOlder(): Promise<void>;
  /** The end of what is held is near: what follows, or where nothing does, less of what came before. */
  loadNewer(): Promise<void>;
  /** Holds the newest messages, if it doesn't. */
  toLatest(): Promise<void>;
  receive(message: Message): void;
  /** What is unread from here on will get a divider of its own. */
  seen(): void;
  close(): void;
}

type Opening = Stretch & Pick<TimelineState, 'divider'>;

/** So far back an opening looks for the first unread message itself. */
const OPENING_PAGES_BACK = 2;

export function createTimeline(
  engine: EngineClient,
  id: string,
  own: string,
  isAttended: () => boolean,
): Timeline {
  const store = createStore<TimelineState>({
    messages: [],
    older: false,
    newer: false,
    loaded: false,
    loading: false,
    failed: false,
    divider: undefined,
    jumps: 0,
  });
  const { page, newest, highest, saw } = createPages(engine, id);
  let closed = false;

  function change(part: Partial<TimelineState>): void {
    if (!closed) store.set({ ...store.get(), ...part });
  }

  async function open(): Promise<void> {
    const isRead = (message: Message) => !isUnread(message);
    const found = await newest((read) => read.some(isRead), OPENING_PAGES_BACK);
    if (!found) return change({ loaded: true, failed: true });
    const isFar = found.older && !found.messages.some(isRead);
    const { divider, ...stretch } = (isFar && (await openFar())) || openNear(found);
    change({ ...stretch, divider, loaded: true, failed: false });
  }

  function openNear(found: Stretch): Opening {
    const messages = store.get().messages.reduce(mergeMessage, found.messages);
    const count = messages.filter(isUnread).length;
    return { ...withoutNewest({ ...found, messages }), divider: firstDivider(messages, isUnread, count) };
  }

  /** At the first unread message, though it is pages away; undefined where the engine can't reach it now. */
  async function openFar(): Promise<Opening | undefined> {
    const [read, unread] = await Promise.all([page({ unread: true }), engine.call('unread', undefined)]);
    if (!read.ok || !unread.ok || read.value.messages.length === 0) return undefined;
    const { messages } = read.value;
    const count = unread.value.conversations.find((one) => one.id === id)?.count ?? 0;
    const stretch = complete({ messages, older: true, newer: read.value.more });
    return { ...stretch, divider: firstDivider(messages, isUnread, count) };
  }

  /** After an absence the newest messages may not touch what is held. Then they are further down. */
  async function catchUp(): Promise<void> {
    if (!store.get().loaded) return;
    const before = highest();
    const isSeen = ({ seq }: Message) => seq !== undefined && seq <= before;
    const found = await newest((read) => before === 0 || read.some(isSeen));
    if (!found) return;
    const { messages, newer } = store.get();
    if (highestOf(messages) === 0) change({ ...found, failed: false });
    else if (newer || !found.messages.some(isSeen)) change({ newer: true });
    else change({ messages: mergePage(messages, found.messages), failed: false });
    arrived(found.messages.filter((message) => message.seq !== undefined && !isSeen(message)));
  }

  async function load(side: Side): Promise<void> {
    const { messages, loading, jumps } = store.get();
    if (loading) return;
    change({ loading: true });
    const last = messages.findLast(({ seq }) => seq !== undefined);
    const from = side === 'older' ? { before: messages[0]?.id } : { after: last?.id };
    const read = await page(from);
    const now = store.get();
    if (now.jumps !== jumps) return change({ loading: false });
    if (!read.ok) return change({ loading: false, failed: side === 'older' });
    change({ ...complete(grown(now, side, read.value)), loading: false, failed: false });
  }

  /** Something may have come in between the page and now. */
  function complete(stretch: Stretch): Stretch {
    return { ...stretch, newer: stretch.newer || highestOf(stretch.messages) < highest() };
  }

  async function toLatest(): Promise<void> {
    if (!store.get().newer) return;
    const found = await newest(() => true);
    if (found) change({ ...complete(found), jumps: store.get().jumps + 1 });
  }

  function isUnread(message: Message): boolean {
    return message.sender !== own && message.state === 'delivered';
  }

  function arrived(messages: readonly Message[]): void {
    change({ divider: dividerAfter(store.get().divider, messages.filter(isUnread), isAttended()) });
  }

  function receive(message: Message): void {
    const { messages, loaded, newer } = store.get();
    const { seq } = message;
    const oldest = messages.find((one) => one.seq !== undefined)?.seq;
    const known = messages.some(({ id: held }) => held === message.id);
    if (loaded && !known && seq !== undefined && oldest !== undefined && seq < oldest) return;
    const isNew = loaded && !known && (seq === undefined || seq > highest());
    saw(seq);
    if (known || !newer) change({ messages: mergeMessage(messages, message) });
    // Written just now, and so what its writer wants to see.
    else if (seq === undefined && message.state === 'sending') toLatest();
    if (isNew) arrived([message]);
  }

  function onSession({ state }: { readonly state: SessionState }): void {
    if (state === 'online') catchUp();
  }

  const stops = [
    engine.on('message', ({ conversation: where, message }) => {
      if (where === id) receive(message);
    }),
    engine.on('session', onSession),
  ];
  open();

  return {
    ...store,
    receive,
    toLatest,
    seen() {
      const { divider } = store.get();
      if (divider && !divider.seen) change({ divider: { ...divider, seen: true } });
    },
    async loadOlder() {
      const { messages, older, loaded } = store.get();
      if (loaded && messages.length === 0) await open();
      else if (loaded && older) await load('older');
    },
    async loadNewer() {
      const state = store.get();
      if (state.newer) await load('newer');
      else if (state.messages.length > 2 * HELD) change(withoutOldest(state));
    },
    close() {
      closed = true;
      for (const stop of stops) stop();
    },
  };
}
