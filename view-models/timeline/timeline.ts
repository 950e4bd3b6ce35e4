// The range of one open conversation that its view is in. What is seen of the server's order while it is elsewhere
// is only counted, and read from the engine when one comes to it.
import type { EngineClient, Message, SessionState } from '../../engine/api/api.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { ConversationId, MessageId } from '../../protocol/ids.ts';
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
import { adjoins, mergeAdjoining, mergeMessage, mergePage, requoted, withoutMessage } from './merge.ts';
import { createPages, PAGE, type Pages } from './pages.ts';

export interface TimelineState extends LoadedRange {
  readonly loaded: boolean;
  readonly loading: boolean;
  readonly failed: boolean;
  readonly divider: Divider | undefined;
  /** How often the newest messages have taken the place of a range further up. */
  readonly jumps: number;
  /** The message that the view is to go to, where from, and how often it went anywhere. */
  readonly shown:
    | { readonly id: MessageId; readonly from: MessageId | undefined; readonly nth: number }
    | undefined;
}

type Opening = LoadedRange & Pick<TimelineState, 'divider'>;

/** So far back an opening looks for the first unread message itself. */
const OPENING_PAGES_BACK = 2;

const nothingLoaded: TimelineState = {
  messages: [],
  older: false,
  newer: false,
  loaded: false,
  loading: false,
  failed: false,
  divider: undefined,
  jumps: 0,
  shown: undefined,
};

export class Timeline implements Pick<Store<TimelineState>, 'get' | 'subscribe'> {
  readonly #engine: EngineClient;
  readonly #id: ConversationId;
  readonly #own: string;
  readonly #isConversationVisible: () => boolean;
  readonly #store = createStore(nothingLoaded);
  readonly #pages: Pages;
  readonly #stops: readonly (() => void)[];
  #closed = false;
  #filling = false;
  /** Bound, as those of a store are. */
  readonly get = this.#store.get;
  readonly subscribe = this.#store.subscribe;

  /** Opens at its end or the first unread message, or `around` another one. */
  constructor(
    engine: EngineClient,
    id: ConversationId,
    own: string,
    isConversationVisible: () => boolean,
    around?: MessageId,
  ) {
    this.#engine = engine;
    this.#id = id;
    this.#own = own;
    this.#isConversationVisible = isConversationVisible;
    this.#pages = createPages(engine, id);
    this.#stops = [
      engine.on('message', ({ conversation, message }) => {
        if (conversation === id) this.receive(message);
      }),
      engine.on('messageRemoved', ({ conversation, message }) => {
        if (conversation === id) this.#remove(message);
      }),
      engine.on('session', (session) => this.#onSession(session)),
    ];
    this.#open(around);
  }

  #change(part: Partial<TimelineState>): void {
    if (!this.#closed) this.#store.set({ ...this.get(), ...part });
  }

  async #open(around?: MessageId): Promise<void> {
    const there = around && (await this.#openAround(around));
    if (there) return this.#change({ ...there, loaded: true, failed: false });
    const found = await this.#pages.newest((read) => read.some(this.#isRead), OPENING_PAGES_BACK);
    if (!found) return this.#change({ loaded: true, failed: true });
    const isFar = found.older && !found.messages.some(this.#isRead);
    const { divider, ...range } = (isFar && (await this.#openFar())) || this.#openNear(found);
    this.#change({ ...range, divider, loaded: true, failed: false });
    if (this.#isBehind()) await this.#fill();
  }

  /** Undefined where it is no longer there. */
  async #openAround(around: MessageId): Promise<Opening | undefined> {
    const read = await this.#pages.page({ around });
    if (!read.ok) return undefined;
    const { messages, more, newer = false } = read.value;
    return { ...this.#complete({ messages, older: more, newer }), divider: undefined };
  }

  #openNear(found: LoadedRange): Opening {
    const messages = this.get().messages.reduce(mergeAdjoining, found.messages);
    const count = messages.filter(this.#isUnread).length;
    return {
      ...withoutNewest({ ...found, messages }),
      divider: firstDivider(messages, this.#isUnread, count),
    };
  }

  /** At the first unread message, though it is pages away; undefined where the engine can't reach it now. */
  async #openFar(): Promise<Opening | undefined> {
    const [read, count] = await Promise.all([this.#pages.page({ unread: true }), this.#countUnread()]);
    if (!read.ok || count === undefined || read.value.messages.length === 0) return undefined;
    const { messages } = read.value;
    const range = this.#complete({ messages, older: true, newer: read.value.more });
    return { ...range, divider: firstDivider(messages, this.#isUnread, count) };
  }

  async #countUnread(): Promise<number | undefined> {
    const unread = await this.#engine.call('unread', undefined);
    return unread.ok
      ? (unread.value.conversations.find((one) => one.id === this.#id)?.count ?? 0)
      : undefined;
  }

  async #catchUp(): Promise<void> {
    const held = this.get();
    if (!held.loaded) return;
    if (!held.newer && lastPlaced(held.messages)) return this.#fill();
    const before = this.#pages.highest();
    const isSeen = ({ seq }: Message) => seq !== undefined && seq <= before;
    const found = await this.#pages.newest((read) => before === 0 || read.some(isSeen));
    if (!found) return;
    if (!lastPlaced(this.get().messages)) this.#change({ ...found, failed: false });
    this.#arrived(found.messages.filter((message) => message.seq !== undefined && !isSeen(message)));
  }

  /** An arriving message doesn't adjoin the loaded range, as after an absence: loads what lies between. */
  async #fill(): Promise<void> {
    if (this.#filling) return;
    this.#filling = true;
    while (await this.#takeFollowing());
    this.#filling = false;
  }

  /** Returns whether there is more to take. */
  async #takeFollowing(): Promise<boolean> {
    const { messages, jumps } = this.get();
    const isFar = this.#pages.highest() - highestOf(messages) > PAGE;
    if (isFar) this.#change({ newer: true });
    const read = await this.#pages.page({ after: lastPlaced(messages)?.id });
    const now = this.get();
    if (this.#closed || now.jumps !== jumps || now.newer !== isFar) return false;
    this.#change({ newer: isFar || (read.ok ? read.value.more : this.#isBehind()) });
    if (!read.ok) return false;
    if (this.get().newer) await this.#divideBelow(read.value.messages);
    else this.#append(read.value.messages);
    return this.#isBehind() && highestOf(this.get().messages) > highestOf(messages);
  }

  #append(following: readonly Message[]): void {
    const { messages } = this.get();
    const last = highestOf(messages);
    this.#change({ messages: mergePage(messages, following) });
    this.#arrived(following.filter(({ seq = 0 }) => seq > last));
  }

  /** What follows is left where it is, for who scrolls to it. */
  async #divideBelow(following: readonly Message[]): Promise<void> {
    const count = (await this.#countUnread()) ?? following.length;
    const { divider } = this.get();
    const unseen = divider && !divider.seen && { ...divider, count: Math.max(divider.count, count) };
    this.#change({ divider: unseen || (firstDivider(following, this.#isUnread, count) ?? divider) });
  }

  #isBehind(): boolean {
    const { messages, newer } = this.get();
    return !newer && highestOf(messages) < this.#pages.highest();
  }

  async #load(side: Side): Promise<void> {
    const { messages, loading, jumps } = this.get();
    if (loading) return;
    this.#change({ loading: true });
    const from = side === 'older' ? { before: messages[0]?.id } : { after: lastPlaced(messages)?.id };
    const read = await this.#pages.page(from);
    const now = this.get();
    if (now.jumps !== jumps) return this.#change({ loading: false });
    // The engine answers so when the server, which has them, can't be reached.
    const isMissing = read.ok && read.value.more && read.value.messages.length === 0;
    if (!read.ok || isMissing) return this.#change({ loading: false, failed: side === 'older' });
    this.#change({ ...this.#complete(grown(now, side, read.value)), loading: false, failed: false });
  }

  /** Something may have come in between the page and now. */
  #complete(range: LoadedRange): LoadedRange {
    return { ...range, newer: range.newer || highestOf(range.messages) < this.#pages.highest() };
  }

  /** Goes to a message, which another quotes; refuses where it can't be had. Without `from` there is no way back. */
  async show(id: MessageId, from?: MessageId): Promise<Refusal | undefined> {
    const { messages, shown, jumps } = this.get();
    const going = { id, from, nth: (shown?.nth ?? 0) + 1 };
    if (messages.some((message) => message.id === id)) {
      this.#change({ shown: going });
      return undefined;
    }
    const read = await this.#pages.page({ around: id });
    if (!read.ok) return read;
    const { more, newer = false } = read.value;
    const range = this.#complete({ messages: read.value.messages, older: more, newer });
    // What is on its way for the range that was here is of no use in this one.
    this.#change({ ...range, jumps: jumps + 1, shown: going, failed: false });
    return undefined;
  }

  /** Holds the newest messages, if it doesn't. */
  async toLatest(): Promise<void> {
    if (this.get().shown) this.#change({ shown: undefined });
    if (!this.get().newer) return;
    const found = await this.#pages.newest(() => true);
    if (found) this.#change({ ...this.#complete(found), jumps: this.get().jumps + 1 });
  }

  readonly #isRead = ({ sender, state }: Message): boolean => sender === this.#own || state !== 'delivered';

  /** What a group's members did to it is no unread message, as the engine counts them. */
  readonly #isUnread = (message: Message): boolean => message.kind !== 'system' && !this.#isRead(message);

  #arrived(messages: readonly Message[]): void {
    this.#change({
      divider: dividerAfter(
        this.get().divider,
        messages.filter(this.#isUnread),
        this.#isConversationVisible(),
      ),
    });
  }

  receive(message: Message): void {
    const { messages, loaded, newer } = this.get();
    const { seq } = message;
    const oldest = messages.find((one) => one.seq !== undefined)?.seq;
    const held = messages.find((one) => one.id === message.id);
    const known = held !== undefined;
    if (loaded && !known && seq !== undefined && oldest !== undefined && seq < oldest)
      return void this.#change({ messages: requoted(messages, [message]) });
    const isNew = loaded && !known && (seq === undefined || seq > this.#pages.highest());
    this.#pages.saw(seq);
    const isApart = loaded && held?.seq === undefined && !adjoins(messages, message);
    if (isApart && !newer) return void this.#fill();
    if (isApart && known) this.#change({ messages: messages.filter((one) => one !== held) });
    else if (known || !newer) this.#change({ messages: mergeMessage(messages, message) });
    // Written just now, and so what its writer wants to see.
    else if (seq === undefined && message.state === 'sending') this.toLatest();
    // What fills the gap counts this one with it.
    if (isNew && !(isApart && this.#filling)) this.#arrived([message]);
  }

  #remove(message: MessageId): void {
    const { messages, divider } = this.get();
    const others = withoutMessage(messages, message);
    const above = messages[messages.findIndex(({ id }) => id === message) + 1]?.id;
    const moved = divider?.above === message ? above && { ...divider, above } : divider;
    this.#change({ messages: others, divider: moved || undefined });
  }

  #onSession({ state }: { readonly state: SessionState }): void {
    if (state !== 'online') return;
    this.#catchUp();
    if (this.get().failed && this.get().messages.length > 0) this.#load('older');
  }

  /** What is unread from here on will get a divider of its own. */
  seen(): void {
    const { divider } = this.get();
    if (divider && !divider.seen) this.#change({ divider: { ...divider, seen: true } });
  }

  async loadOlder(): Promise<void> {
    const { messages, older, loaded } = this.get();
    if (loaded && messages.length === 0) await this.#open();
    else if (loaded && older) await this.#load('older');
  }

  /** The end of what is held is near: what follows, or where nothing does, less of what came before. */
  async loadNewer(): Promise<void> {
    const state = this.get();
    if (state.newer) await this.#load('newer');
    else if (state.messages.length > 2 * HELD) this.#change(withoutOldest(state));
  }

  close(): void {
    this.#closed = true;
    for (const stop of this.#stops) stop();
  }
}
