// The messages of one open conversation, oldest first: those placed by the server in the order of their
// positions, then those that still wait, in the order of writing. There is never a hole inside of it.
import type { Message, SessionState } from '../../../engine/api.ts';
import { conversationId, messageId } from '../../../protocol/ids.ts';
import type { EngineClient } from '../../engine-client.ts';
import { createStore, type Store } from '../../messenger/store.ts';
import { type Divider, dividerAfter, firstDivider } from './divider.ts';
import { mergeMessage, mergePage } from './merge.ts';

export interface TimelineState {
  readonly messages: readonly Message[];
  /** There are older ones. */
  readonly more: boolean;
  readonly loaded: boolean;
  readonly loadingOlder: boolean;
  readonly failed: boolean;
  readonly divider: Divider | undefined;
}

export interface Timeline extends Store<TimelineState> {
  loadOlder(): Promise<void>;
  receive(message: Message): void;
  /** What is unread from here on will get a divider of its own. */
  seen(): void;
  close(): void;
}

const FIRST_PAGE = 60;
const PAGE = 150;
/** How far back an opening goes to find the first unread message, and a return to find where it had been. */
const MOST_PAGES_BACK = 12;

export function createTimeline(
  engine: EngineClient,
  id: string,
  own: string,
  isAttended: () => boolean,
): Timeline {
  const conversation = conversationId.parse(id);
  const store = createStore<TimelineState>({
    messages: [],
    more: false,
    loaded: false,
    loadingOlder: false,
    failed: false,
    divider: undefined,
  });
  let closed = false;

  function change(part: Partial<TimelineState>): void {
    if (!closed) store.set({ ...store.get(), ...part });
  }

  function pageBefore(before: string | undefined, limit: number) {
    return engine.call('history', {
      conversation,
      limit,
      ...(before !== undefined && { before: messageId.parse(before) }),
    });
  }

  /** The newest messages, back to one for which `reached` says it is enough. */
  async function newest(reached: (page: readonly Message[]) => boolean) {
    let messages: readonly Message[] = [];
    let more = true;
    for (let pages = 0; more && pages < MOST_PAGES_BACK; pages += 1) {
      const page = await pageBefore(messages[0]?.id, pages === 0 ? FIRST_PAGE : PAGE);
      if (!page.ok) return pages === 0 ? undefined : { messages, more };
      messages = mergePage(messages, page.value.messages);
      more = page.value.more;
      if (reached(page.value.messages)) break;
    }
    return { messages, more };
  }

  async function open(): Promise<void> {
    const found = await newest((page) => page.some((message) => !isUnread(message)));
    if (!found) return change({ loaded: true, failed: true });
    const early = store.get().messages;
    const messages = early.reduce(mergeMessage, found.messages);
    change({
      messages,
      more: found.more,
      loaded: true,
      failed: false,
      divider: firstDivider(messages, isUnread),
    });
  }

  /** After an absence the newest page may not touch what is held: then only what is without a hole stays. */
  async function catchUp(): Promise<void> {
    if (!store.get().loaded) return;
    const held = new Set(store.get().messages.map((message) => message.id));
    const found = await newest((page) => held.size === 0 || page.some((message) => held.has(message.id)));
    if (!found) return;
    const touches = found.messages.some((message) => held.has(message.id));
    const now = store.get();
    if (touches) change({ messages: mergePage(now.messages, found.messages), failed: false });
    else change({ messages: found.messages, more: found.more, failed: false });
    arrived(found.messages.filter((message) => !held.has(message.id)));
  }

  function isUnread(message: Message): boolean {
    return message.sender !== own && message.state === 'delivered';
  }

  function arrived(messages: readonly Message[]): void {
    change({ divider: dividerAfter(store.get().divider, messages.filter(isUnread), isAttended()) });
  }

  function receive(message: Message): void {
    const { messages, loaded } = store.get();
    const oldest = messages.find(({ seq }) => seq !== undefined)?.seq;
    const known = messages.some(({ id: held }) => held === message.id);
    if (loaded && !known && message.seq !== undefined && oldest !== undefined && message.seq < oldest) return;
    change({ messages: mergeMessage(messages, message) });
    if (loaded && !known) arrived([message]);
  }

  function onSession({ state }: { readonly state: SessionState }): void {
    if (state === 'online') catchUp();
  }

  const stops = [
    engine.on('message', ({ conversation: where, message }) => {
      if (where === conversation) receive(message);
    }),
    engine.on('session', onSession),
  ];
  open();

  return {
    ...store,
    receive,
    seen() {
      const { divider } = store.get();
      if (divider && !divider.seen) change({ divider: { ...divider, seen: true } });
    },
    async loadOlder() {
      const { messages, more, loadingOlder, loaded } = store.get();
      if (!loaded || loadingOlder) return;
      if (messages.length === 0) return open();
      if (!more) return;
      change({ loadingOlder: true });
      const page = await pageBefore(messages[0]?.id, PAGE);
      if (!page.ok) return change({ loadingOlder: false, failed: true });
      change({
        messages: mergePage(store.get().messages, page.value.messages),
        more: page.value.more,
        loadingOlder: false,
        failed: false,
      });
    },
    close() {
      closed = true;
      for (const stop of stops) stop();
    },
  };
}
