// One signed-in session: what the user types is sent or done, and what happens is shown, until the user quits or is signed out.
import type { Conversation, EngineEvents, Pinned } from '../../../engine/api/api.ts';
import { isBlank } from '../../../protocol/blank-text.ts';
import { refuse } from '../../../protocol/errors.ts';
import { refusalSentence } from '../../../text/sentence.ts';
import { holdsPassphrase, type ParsedLine } from '../../../view-models/commands/commands.ts';
import {
  parseEntryLine,
  parseOldOrNew,
  suggestOldOrNew,
} from '../../../view-models/commands/old-spellings.ts';
import { runLine } from '../../../view-models/commands/run-command.ts';
import { createMessenger, type Messenger } from '../../../view-models/messenger.ts';
import { ownUser } from '../../../view-models/names.ts';
import { roomFor } from '../../../view-models/remaining-characters.ts';
import { createMessageSearch, type MessageSearch } from '../../../view-models/search/message-search.ts';
import type { ChatContext } from '../chat-context.ts';
import { headingLines } from '../conversation/heading.ts';
import { OpenConversation } from '../conversation/open-conversation.ts';
import type { LineContext } from '../lines/message-lines.ts';
import { pinLines } from '../lines/pin-lines.ts';
import { plainTitle } from '../lines/plain-title.ts';
import { type Line, line } from '../screen/line.ts';
import type { TypedLine } from '../screen/screen.ts';
import {
  compareSafetyNumber,
  confirmOnMessage,
  type Dialog,
  deleteGroup,
  leaveGroup,
  showFound,
  unlock,
} from './dialogs.ts';
import { Elsewhere } from './elsewhere.ts';
import { oldSpellingLines } from './help-lines.ts';
import { presenceLines, type Statuses } from './presence-lines.ts';
import { unreadSettled } from './settled.ts';
import { listLines, requestLines, summaryLines } from './summary-lines.ts';

/** What a command asks for besides its answer. */
type Next =
  | { readonly kind: 'open'; readonly conversation: string }
  | { readonly kind: 'back' | 'quit' }
  | { readonly kind: 'dialog'; readonly dialog: Dialog; readonly about: string | undefined };

export type SessionEnd = 'quit' | 'signed-out';

export class ChatSession {
  readonly #context: ChatContext;
  readonly #messenger: Messenger;
  readonly #search: MessageSearch;
  readonly #elsewhere: Elsewhere;
  readonly #stops: readonly (() => void)[];
  readonly #signedOut = Promise.withResolvers<'signed-out'>();
  #open: OpenConversation | undefined;
  /** A request has no timeline before it is accepted. */
  #openId: string | undefined;
  #next: Next | undefined;
  #statuses: Statuses = new Map();
  #state: EngineEvents['session']['state'] | undefined;
  #isSummarised = false;

  constructor(context: ChatContext) {
    this.#context = context;
    const { engine } = context;
    const attached = { ...engine, onAttached: attachedAlready };
    this.#messenger = createMessenger(attached);
    this.#search = createMessageSearch(engine);
    this.#elsewhere = new Elsewhere({
      ...context,
      find: (id) => this.#find(id),
      isOpen: (id) => id === this.#openId,
      lineContext: () => this.#lineContext(),
    });
    this.#stops = [
      engine.on('session', (event) => this.#onSession(event)),
      engine.on('presence', ({ changes }) => this.#onPresence(changes)),
      engine.on('conversation', ({ conversation }) => this.#onConversation(conversation)),
      engine.on('conversationRemoved', ({ conversation }) => this.#onRemoved(conversation)),
      engine.on('notice', (notice) => this.#print([line(refusalSentence(context.text, notice), 'strong')])),
      engine.on('unread', () => this.#drawPrompt()),
    ];
    context.screen.completeWith((typed) => this.#complete(typed));
  }

  async run(): Promise<SessionEnd> {
    await this.#loaded();
    const { screen, words } = this.#context;
    const { status, conversations } = this.#messenger.get();
    this.#print([line(words.signedIn(status?.account ?? ''), 'good')]);
    await this.#summarise();
    const lobby = conversations.find(({ kind }) => kind === 'public');
    if (lobby) await this.#openConversation(lobby.id);
    this.#print([line(words.helpHint, 'dim')]);
    this.#drawPrompt();
    for (;;) {
      const typed = await Promise.race([screen.readLine(), this.#signedOut.promise]);
      if (typed === 'signed-out') return typed;
      if (typed === undefined) return 'quit';
      await this.#take(typed);
      if (this.#next?.kind === 'quit') return 'quit';
      await this.#goNext();
      this.#drawPrompt();
    }
  }

  async #loaded(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = () => {
      const { status, people } = this.#messenger.get();
      if (status && (people.size > 0 || status.state !== 'online')) resolve();
    };
    const stop = this.#messenger.subscribe(look);
    look();
    await promise.finally(stop);
  }

  async #summarise(): Promise<void> {
    const { engine } = this.#context;
    await unreadSettled(engine);
    const { people, conversations, requests, status } = this.#messenger.get();
    this.#state = status?.state;
    this.#statuses = new Map([...people.values()].map(({ user, status: one }) => [user, one]));
    const unread = await engine.call('unread', undefined);
    if (!unread.ok) return;
    const summary = { people: [...people.values()], unread: unread.value, conversations, requests };
    this.#print(summaryLines(summary, this.#lineContext()));
    this.#isSummarised = true;
    this.#elsewhere.isQuiet = false;
  }

  #print(lines: readonly Line[]): void {
    this.#context.screen.print(lines);
  }

  #own(): string {
    return ownUser(this.#messenger.get().status) ?? '';
  }

  #lineContext(): LineContext {
    const { text, words } = this.#context;
    const { blocked, status } = this.#messenger.get();
    return { text, words, own: this.#own(), blocked, status };
  }

  #find(id: string | undefined): Conversation | undefined {
    const { conversations, requests } = this.#messenger.get();
    return [...conversations, ...requests].find((one) => one.id === id);
  }

  #complete(typed: string): readonly string[] {
    const { people, blocked, conversations, requests } = this.#messenger.get();
    const { text } = this.#context;
    const titles = conversations.map((one) => plainTitle(one, text));
    const suggestions = suggestOldOrNew(typed, {
      ...{ people: people.values(), blocked, own: this.#own(), conversation: this.#find(this.#openId) },
      titles,
      requests: requests.map(({ kind, title, request }) =>
        kind === 'group' ? title : (request?.from ?? ''),
      ),
    });
    return suggestions.map((one) => one.line);
  }

  #drawPrompt(): void {
    const { screen, text } = this.#context;
    const conversation = this.#find(this.#openId);
    const { conversations } = this.#messenger.get();
    const elsewhere = conversations.reduce(
      (sum, { id, unread, muted }) => (id === this.#openId || muted ? sum : sum + unread),
      0,
    );
    const count: Line = elsewhere > 0 ? [{ text: `(${elsewhere}) `, as: 'strong' }] : [];
    const state = screen.mode === 'editing' ? this.#open?.lastState() : undefined;
    const isWaiting = state === 'sending' && this.#state === 'offline';
    const word = state && (isWaiting ? text.timeline.waiting : text.timeline.states[state]);
    const states: Line = word ? [{ text: ` [${word}]`, as: 'dim' }] : [];
    const title = conversation ? plainTitle(conversation, text) : text.parley.toLowerCase();
    screen.setPrompt([...count, { text: title, as: 'heading' as const }, ...states, { text: '> ' }]);
  }

  async #take(typed: TypedLine): Promise<void> {
    this.#next = undefined;
    const parsed = parseOldOrNew(typed.text);
    if (parsed.kind === 'text') return this.#send(parsed.text, typed);
    if (parsed.kind === 'unknown' && parseEntryLine(typed.text)) {
      return this.#print([line(refusalSentence(this.#context.text, refuse('already-signed-in')))]);
    }
    await this.#run(parsed);
  }

  async #send(text: string, { typed }: TypedLine): Promise<void> {
    if (isBlank(text)) return;
    const { engine, screen, text: catalogue, words } = this.#context;
    const entry = /^!/.test(text) && parseEntryLine(text);
    if (entry) return this.#print([line(refusalSentence(catalogue, refuse('already-signed-in')))]);
    const conversation = this.#find(this.#openId)?.id;
    const room = roomFor(text);
    if (conversation === undefined || room < 0) {
      this.#print([line(room < 0 ? catalogue.composer.tooLong(-room) : words.nothingOpen, 'error')]);
      return screen.typeBack(typed);
    }
    screen.eraseEcho();
    const sent = await engine.call('send', { conversation, text });
    if (sent.ok) return;
    this.#print([line(refusalSentence(catalogue, sent), 'error')]);
    screen.typeBack(typed);
  }

  async #run(parsed: Exclude<ParsedLine, { kind: 'text' }>): Promise<void> {
    const { engine, screen, text, words } = this.#context;
    // Its passphrase is not to stand there.
    if (parsed.kind === 'command' ? parsed.command.name === 'secret' : holdsPassphrase(parsed.text)) {
      screen.eraseEcho();
    }
    const navigation = {
      get: () => ({ conversation: this.#openId }),
      openFrom: (_: unknown, conversation: string) => this.#ask({ kind: 'open', conversation }),
      back: () => this.#ask({ kind: 'back' }),
      show: (dialog: Dialog, about?: string) => this.#ask({ kind: 'dialog', dialog, about }),
    };
    const shell = { quit: () => this.#ask({ kind: 'quit' }) };
    const app = { engine, messenger: this.#messenger, navigation, search: this.#search, shell };
    const answer = await runLine(parsed, { app, text, conversation: this.#openId ?? '' });
    const as = answer?.failed ? 'error' : 'text';
    this.#print((answer?.lines ?? []).map((one) => line(one, as)));
    if (answer?.asText !== undefined) this.#print([line(words.asText, 'dim')]);
    if (parsed.kind === 'command' && parsed.command.name === 'help') this.#print(oldSpellingLines(words));
  }

  #ask(next: Next): void {
    this.#next = next;
  }

  async #goNext(): Promise<void> {
    const next = this.#next;
    switch (next?.kind) {
      case 'open':
        return this.#openConversation(next.conversation);
      case 'back':
        this.#leave();
        return this.#print(listLines(this.#messenger.get(), this.#lineContext()));
      case 'dialog':
        return this.#showDialog(next.dialog, next.about);
      default:
        return undefined;
    }
  }

  async #showDialog(dialog: Dialog, about: string | undefined): Promise<void> {
    if (dialog === 'search') return showFound(this.#context, this.#search);
    if (dialog === 'safetyNumber') return compareSafetyNumber(this.#context, about ?? '');
    const open = this.#find(this.#openId);
    if (dialog === 'unlock') return open && unlock(this.#context, open, about ?? '');
    if (dialog === 'deleteMessage' || dialog === 'report')
      return open && confirmOnMessage(this.#context, open, dialog, about ?? '');
    const group = this.#find(about ?? this.#openId);
    if (!group) return;
    await (dialog === 'leaveGroup' ? leaveGroup : deleteGroup)(this.#context, group);
  }

  #leave(): void {
    this.#open?.close();
    this.#open = undefined;
    this.#openId = undefined;
  }

  async #openConversation(id: string): Promise<void> {
    const conversation = this.#find(id);
    if (!conversation) return;
    this.#leave();
    this.#openId = id;
    if (conversation.request) return this.#print(requestLines([conversation], this.#lineContext()));
    this.#pinned = conversation.pinned ?? [];
    const { people } = this.#messenger.get();
    this.#print(headingLines(conversation, { ...this.#lineContext(), people, now: new Date() }));
    this.#open = new OpenConversation({
      ...this.#context,
      conversation,
      own: this.#own(),
      blocked: () => this.#messenger.get().blocked,
      status: () => this.#messenger.get().status,
      pinned: () => this.#pinned,
      onDrawn: () => this.#drawPrompt(),
    });
    await this.#open.drawn;
  }

  #onSession({ state, code, facts }: EngineEvents['session']): void {
    const { text } = this.#context;
    if (code) this.#print([line(refusalSentence(text, { code, facts }), 'error')]);
    if (state === 'signed-out') this.#signedOut.resolve('signed-out');
    else if (
      this.#isSummarised &&
      state !== this.#state &&
      (state === 'offline' || this.#state === 'offline')
    ) {
      this.#print([line(text.connection[state], state === 'online' ? 'good' : 'dim')]);
    }
    this.#state = state;
    this.#drawPrompt();
  }

  #onPresence(changes: EngineEvents['presence']['changes']): void {
    if (!this.#isSummarised) return;
    const open = this.#find(this.#openId);
    const isHere = (user: string) =>
      !open || open.kind === 'public' || open.members.some((member) => member.user === user);
    const { lines, statuses } = presenceLines(this.#statuses, changes, isHere, this.#lineContext());
    this.#statuses = statuses;
    this.#print(lines);
  }

  /** A request is shown when it comes, and when the open one has been accepted, its messages. */
  #onConversation(conversation: Conversation): void {
    const known = this.#known.has(conversation.id);
    if (conversation.request && !known && this.#isSummarised) {
      this.#print(requestLines([conversation], this.#lineContext()));
    }
    if (conversation.request) this.#known.add(conversation.id);
    else this.#known.delete(conversation.id);
    if (conversation.id === this.#openId) this.#showPins(conversation);
    this.#drawPrompt();
  }

  /** What has been pinned, or isn't any more, since the conversation was opened. */
  #showPins({ pinned }: Pick<Conversation, 'pinned'>): void {
    this.#print(pinLines(this.#pinned, pinned ?? [], this.#lineContext()));
    this.#pinned = pinned ?? [];
  }

  #pinned: readonly Pinned[] = [];

  readonly #known = new Set<string>();

  #onRemoved(id: string): void {
    if (id === this.#openId) this.#leave();
    this.#drawPrompt();
  }

  close(): void {
    this.#leave();
    this.#elsewhere.close();
    this.#messenger.close();
    for (const stop of this.#stops) stop();
  }
}

/** The engine runs in this process: it has answered already. */
function attachedAlready(listener: () => void): () => void {
  listener();
  return () => undefined;
}
