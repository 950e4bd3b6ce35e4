// The conversation that is open: shows what is there and what comes, and marks as read what it has shown.
import type { Conversation, EngineStatus, Message, Pinned } from '../../../engine/api/api.ts';
import { Timeline } from '../../../view-models/timeline/timeline.ts';
import type { ChatContext } from '../chat-context.ts';
import type { LineContext } from '../lines/message-lines.ts';
import { nothingShown, type Shown, timelineLines } from '../lines/timeline-lines.ts';
import { line } from '../screen/line.ts';

export interface OpenContext extends ChatContext {
  readonly conversation: Conversation;
  readonly own: string;
  readonly blocked: () => ReadonlySet<string>;
  readonly status: () => EngineStatus | undefined;
  readonly pinned: () => readonly Pinned[];
  /** The prompt shows the state of the user's last message. */
  readonly onDrawn: () => void;
}

/** When a conversation opens without anything unread, and above what is. */
const SHOWN_AT_FIRST = 20;
const SHOWN_ABOVE = 3;
/** Of more unread messages than this only the latest are shown. */
const MOST_UNREAD = 500;

export class OpenConversation {
  readonly #context: OpenContext;
  readonly #timeline: Timeline;
  readonly #drawn = Promise.withResolvers<void>();
  #shown: Shown = nothingShown;
  #isFirst = true;
  #isFetching = false;
  /** What follows these can't be had for now. */
  #stuckAt: readonly Message[] | undefined;
  #marking: Promise<void> | undefined;
  #marked = 0;

  constructor(context: OpenContext) {
    this.#context = context;
    const { engine, conversation, own } = context;
    this.#timeline = new Timeline(engine, conversation.id, own, () => true);
    this.#timeline.subscribe(() => this.#draw());
  }

  get id(): Conversation['id'] {
    return this.#context.conversation.id;
  }

  /** What was there has been shown. */
  get drawn(): Promise<void> {
    return this.#drawn.promise;
  }

  /** Of the user's last message. */
  lastState(): Message['state'] | undefined {
    const { own } = this.#context;
    const last = this.#timeline.get().messages.findLast(({ kind }) => kind === 'text');
    return last?.sender === own ? last.state : undefined;
  }

  #draw(): void {
    const state = this.#timeline.get();
    if (!state.loaded) return;
    if (state.newer && state.messages !== this.#stuckAt) {
      this.#fetchNewer();
      return;
    }
    const { screen, words } = this.#context;
    if (this.#isFirst) this.#shown = this.#passOver();
    this.#isFirst = false;
    const { lines, shown } = timelineLines(this.#shown, state, {
      ...this.#lineContext(),
      now: new Date(),
      showsStates: screen.mode !== 'editing',
      echoes: screen.mode === 'cooked',
    });
    this.#shown = shown;
    screen.print(lines);
    if (state.failed && state.messages.length === 0) screen.print([line(words.noHistory, 'dim')]);
    this.#drawn.resolve();
    this.#context.onDrawn();
    this.#marking ??= this.#markRead().finally(() => {
      this.#marking = undefined;
    });
  }

  #lineContext(): LineContext {
    const { text, words, own, blocked, status, pinned } = this.#context;
    const pins = new Set(pinned().map(({ id }) => id));
    return { text, words, own, blocked: blocked(), status: status(), pinned: pins };
  }

  /** What is far above counts as shown. */
  #passOver(): Shown {
    const { messages, divider } = this.#timeline.get();
    const first = divider
      ? messages.findIndex(({ id }) => id === divider.above) - SHOWN_ABOVE
      : messages.length;
    const passed = messages.slice(0, Math.max(0, Math.min(first, messages.length - SHOWN_AT_FIRST)));
    return { ...nothingShown, messages: new Map(passed.map((message) => [message.id, message])) };
  }

  /** Opened far above its end: what lies between is shown too, unless it is very much. */
  async #fetchNewer(): Promise<void> {
    if (this.#isFetching) return;
    this.#isFetching = true;
    const { screen, words } = this.#context;
    const { messages } = this.#timeline.get();
    if ((this.#timeline.get().divider?.count ?? 0) > MOST_UNREAD) {
      screen.print([line(words.earlier, 'dim')]);
      await this.#timeline.toLatest();
    } else await this.#timeline.loadNewer();
    this.#isFetching = false;
    if (this.#timeline.get().messages === messages) this.#stuckAt = messages;
    this.#draw();
  }

  async #markRead(): Promise<void> {
    const { engine, own } = this.#context;
    for (;;) {
      const { messages } = this.#timeline.get();
      const last = messages.findLast(({ sender, seq }) => seq !== undefined && sender !== own);
      if (last?.seq === undefined || last.seq <= this.#marked) return;
      this.#marked = last.seq;
      this.#timeline.seen();
      const marked = await engine.call('markRead', { conversation: this.id, upTo: last.id });
      if (!marked.ok) this.#marked = 0;
      if (!marked.ok) return;
    }
  }

  close(): void {
    this.#timeline.close();
  }
}
