// The range of one open conversation that its view is in. What is seen of the server's order while it is elsewhere
// is only counted, and read from the engine when one comes to it.
import type { EngineClient, Message, SessionState } from '../../engine/api/api.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import { createStore, type Store } from '../store.ts';
import { type Divider, dividerAfter, firstDivider } from './divider.ts';
import {
  grown,
  HELD,
  highestOf,
  type LoadedRange,
  lastPlaced,
  type Side,
  withoutNewest,
  withoutOldest,
} from './loaded-range.ts';
import { adjoins, mergeAdjoining, mergeMessage, mergePage } from './merge.ts';
import { createPages, PAGE } from './pages.ts';

export interface TimelineState extends LoadedRange {
  readonly loaded: boolean;
  readonly loading: boolean;
  readonly failed: boolean;
  readonly divider: Divider | undefined;
  /** How often the newest messages have taken the place of a range further up. */
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

type Opening = LoadedRange & Pick<TimelineState, 'divider'>;

/** So far back an opening looks for the first unread message itself. */
const OPENING_PAGES_BACK = 2;

export function createTimeline(
  engine: EngineClient,
  id: ConversationId,
  own: string,
  isConversationVisible: () => boolean,
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
  let filling = false;

  function change(part: Partial<TimelineState>): void {
    if (!closed) store.set({ ...store.get(), ...part });
  }

  async function open(): Promise<void> {
    const isRead = (message: Message) => !isUnread(message);
    const found = await newest((read) => read.some(isRead), OPENING_PAGES_BACK);
    if (!found) return change({ loaded: true, failed: true });
    const isFar = found.older && !found.messages.some(isRead);
    const { divider, ...range } = (isFar && (await openFar())) || openNear(found);
    change({ ...range, divider, loaded: true, failed: false });
    if (isBehind()) await fill();
  }

  function openNear(found: LoadedRange): Opening {
    const messages = store.get().messages.reduce(mergeAdjoining, found.messages);
    const count = messages.filter(isUnread).length;
    return { ...withoutNewest({ ...found, messages }), divider: firstDivider(messages, isUnread, count) };
  }

  /** At the first unread message, though it is pages away; undefined where the engine can't reach it now. */
  async function openFar(): Promise<Opening | undefined> {
    const [read, count] = await Promise.all([page({ unread: true }), countUnread()]);
    if (!read.ok || count === undefined || read.value.messages.length === 0) return undefined;
    const { messages } = read.value;
    const range = complete({ messages, older: true, newer: read.value.more });
    return { ...range, divider: firstDivider(messages, isUnread, count) };
  }

  async function countUnread(): Promise<number | undefined> {
    const unread = await engine.call('unread', undefined);
    return unread.ok ? (unread.value.conversations.find((one) => one.id === id)?.count ?? 0) : undefined;
  }

  async function catchUp(): Promise<void> {
    const held = store.get();
    if (!held.loaded) return;
    if (!held.newer && lastPlaced(held.messages)) return fill();
    const before = highest();
    const isSeen = ({ seq }: Message) => seq !== undefined && seq <= before;
    const found = await newest((read) => before === 0 || read.some(isSeen));
    if (!found) return;
    if (!lastPlaced(store.get().messages)) change({ ...found, failed: false });
    arrived(found.messages.filter((message) => message.seq !== undefined && !isSeen(message)));
  }

  /** An arriving message doesn't adjoin the loaded range, as after an absence: loads what lies between. */
  async function fill(): Promise<void> {
    if (filling) return;
    filling = true;
    while (await takeFollowing());
    filling = false;
  }

  /** Returns whether there is more to take. */
  async function takeFollowing(): Promise<boolean> {
    const { messages, jumps } = store.get();
    const isFar = highest() - highestOf(messages) > PAGE;
    if (isFar) change({ newer: true });
    const read = await page({ after: lastPlaced(messages)?.id });
    const now = store.get();
    if (closed || now.jumps !== jumps || now.newer !== isFar) return false;
    change({ newer: isFar || (read.ok ? read.value.more : isBehind()) });
    if (!read.ok) return false;
    if (store.get().newer) await divideBelow(read.value.messages);
    else append(read.value.messages);
    return isBehind() && highestOf(store.get().messages) > highestOf(messages);
  }

  function append(following: readonly Message[]): void {
    const { messages } = store.get();
    const last = highestOf(messages);
    change({ messages: mergePage(messages, following) });
    arrived(following.filter(({ seq = 0 }) => seq > last));
  }

  /** What follows is left where it is, for who scrolls to it. */
  async function divideBelow(following: readonly Message[]): Promise<void> {
    const count = (await countUnread()) ?? following.length;
    const { divider } = store.get();
    const unseen = divider && !divider.seen && { ...divider, count: Math.max(divider.count, count) };
    change({ divider: unseen || (firstDivider(following, isUnread, count) ?? divider) });
  }

  function isBehind(): boolean {
    const { messages, newer } = store.get();
    return !newer && highestOf(messages) < highest();
  }

  async function load(side: Side): Promise<void> {
    const { messages, loading, jumps } = store.get();
    if (loading) return;
    change({ loading: true });
    const from = side === 'older' ? { before: messages[0]?.id } : { after: lastPlaced(messages)?.id };
    const read = await page(from);
    const now = store.get();
    if (now.jumps !== jumps) return change({ loading: false });
    // The engine answers so when the server, which has them, can't be reached.
    const isMissing = read.ok && read.value.more && read.value.messages.length === 0;
    if (!read.ok || isMissing) return change({ loading: false, failed: side === 'older' });
    change({ ...complete(grown(now, side, read.value)), loading: false, failed: false });
  }

  /** Something may have come in between the page and now. */
  function complete(range: LoadedRange): LoadedRange {
    return { ...range, newer: range.newer || highestOf(range.messages) < highest() };
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
    change({
      divider: dividerAfter(store.get().divider, messages.filter(isUnread), isConversationVisible()),
    });
  }

  function receive(message: Message): void {
    const { messages, loaded, newer } = store.get();
    const { seq } = message;
    const oldest = messages.find((one) => one.seq !== undefined)?.seq;
    const held = messages.find((one) => one.id === message.id);
    const known = held !== undefined;
    if (loaded && !known && seq !== undefined && oldest !== undefined && seq < oldest) return;
    const isNew = loaded && !known && (seq === undefined || seq > highest());
    saw(seq);
    const isApart = loaded && held?.seq === undefined && !adjoins(messages, message);
    if (isApart && !newer) return void fill();
    if (isApart && known) change({ messages: messages.filter((one) => one !== held) });
    else if (known || !newer) change({ messages: mergeMessage(messages, message) });
    // Written just now, and so what its writer wants to see.
    else if (seq === undefined && message.state === 'sending') toLatest();
    // What fills the gap counts this one with it.
    if (isNew && !(isApart && filling)) arrived([message]);
  }

  function onSession({ state }: { readonly state: SessionState }): void {
    if (state !== 'online') return;
    catchUp();
    if (store.get().failed && store.get().messages.length > 0) load('older');
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
