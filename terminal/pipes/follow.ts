// Follows a conversation: first its last messages, then each that comes, in the server's order and without a gap, also after
// an outage.
import type { EngineClient, EngineEvents, Message } from '../../engine/api/api.ts';
import { sentenceFor } from '../../protocol/errors.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { failureOf } from '../session/stored-session.ts';

export interface Following {
  readonly last: number;
  readonly stop: AbortSignal;
  readonly print: (message: Message) => void;
  /** An outage begins or ends. */
  readonly say: (sentence: string) => void;
}

type Ordered = Message & { readonly seq: number };

/** Ends with `stop`: undefined then, or else a sentence that says why it can't go on. */
export async function follow(
  engine: EngineClient,
  conversation: ConversationId,
  following: Following,
): Promise<string | undefined> {
  const follower = new Follower(engine, conversation, following);
  try {
    return await follower.run();
  } finally {
    follower.close();
  }
}

class Follower {
  readonly #engine: EngineClient;
  readonly #conversation: ConversationId;
  readonly #following: Following;
  readonly #stops: readonly (() => void)[];
  readonly #ended = Promise.withResolvers<string | undefined>();
  /** Up to here all is printed. */
  #printed: Ordered | undefined;
  #isLoaded = false;
  #isLoading = false;
  #hasMore = false;
  #isOut = false;

  constructor(engine: EngineClient, conversation: ConversationId, following: Following) {
    this.#engine = engine;
    this.#conversation = conversation;
    this.#following = following;
    const { stop } = following;
    const end = () => this.#ended.resolve(undefined);
    stop.addEventListener('abort', end);
    if (stop.aborted) end();
    this.#stops = [
      engine.on('message', (event) => this.#onMessage(event)),
      engine.on('session', (event) => this.#onSession(event)),
      engine.on('conversationRemoved', (removed) => {
        if (removed.conversation === conversation) this.#ended.resolve(sentenceFor('no-such-conversation'));
      }),
      () => stop.removeEventListener('abort', end),
    ];
  }

  async run(): Promise<string | undefined> {
    const { last } = this.#following;
    const page = await this.#engine.call('history', {
      conversation: this.#conversation,
      limit: Math.max(last, 1),
    });
    if (!page.ok) throw failureOf(page);
    const ordered = page.value.messages.filter(isOrdered);
    this.#printed = ordered.at(-1);
    if (last > 0) for (const message of ordered) this.#following.print(message);
    this.#isLoaded = true;
    this.#catchUp();
    return this.#ended.promise;
  }

  #onMessage({ conversation, message, revised, reacted }: EngineEvents['message']): void {
    if (conversation !== this.#conversation || !this.#isLoaded || !isOrdered(message)) return;
    const isKnown = message.seq <= (this.#printed?.seq ?? 0);
    if (isKnown && (revised || reacted)) this.#following.print(message);
    if (!isKnown) this.#catchUp();
  }

  #onSession({ state, code, facts }: EngineEvents['session']): void {
    const { say } = this.#following;
    if (state === 'signed-out') this.#ended.resolve(sentenceFor(code ?? 'session-ended', facts));
    if (state === 'offline' && !this.#isOut) say('The server can’t be reached. Trying again.');
    if (state === 'online' && this.#isOut) say('Connected again.');
    if (state === 'offline') this.#isOut = true;
    if (state !== 'online') return;
    this.#isOut = false;
    this.#catchUp();
  }

  async #catchUp(): Promise<void> {
    this.#hasMore = true;
    if (this.#isLoading || !this.#isLoaded) return;
    this.#isLoading = true;
    while (this.#hasMore) {
      this.#hasMore = false;
      while (await this.#takeFollowing());
    }
    this.#isLoading = false;
  }

  /** Returns whether there is more to take. */
  async #takeFollowing(): Promise<boolean> {
    const after = this.#printed;
    const page = { conversation: this.#conversation, limit: limits.pageRecords };
    const found = await this.#engine.call('history', { ...page, ...(after && { after: after.id }) });
    // What was printed last may have disappeared since.
    const read =
      !found.ok && found.code === 'no-such-message' ? await this.#engine.call('history', page) : found;
    if (!read.ok) return false;
    const fresh = read.value.messages.filter(isOrdered).filter(({ seq }) => seq > (after?.seq ?? 0));
    for (const message of fresh) this.#following.print(message);
    this.#printed = fresh.at(-1) ?? after;
    return read.value.more && fresh.length > 0;
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }
}

/** What the server has lost is at no place of its own. */
function isOrdered(message: Message): message is Ordered {
  return message.seq !== undefined && message.code !== 'not-on-server';
}
