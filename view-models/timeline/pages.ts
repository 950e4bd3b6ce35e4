// Reads the messages of a conversation page by page, and remembers how far into it anything has been seen.
import type { EngineClient, HistoryPage, Message } from '../../engine/api/api.ts';
import type { Result } from '../../protocol/errors.ts';
import type { ConversationId, MessageId } from '../../protocol/ids.ts';
import { highestOf, type LoadedRange } from './loaded-range.ts';
import { mergePage } from './merge.ts';

/** One of them, by the id of a message; without any the newest page. */
interface PageStart {
  readonly before?: MessageId | undefined;
  readonly after?: MessageId | undefined;
  /** With those on both sides of it. */
  readonly around?: MessageId | undefined;
  /** From the oldest unread message on. */
  readonly unread?: true;
}

export interface Pages {
  page(from: PageStart): Promise<Result<HistoryPage>>;
  /** The newest messages, back to the page for which `reached` returns true. Undefined when none can be read. */
  newest(reached: (page: readonly Message[]) => boolean, most?: number): Promise<LoadedRange | undefined>;
  /** The highest position seen, held or not. */
  highest(): number;
  saw(seq: number | undefined): void;
}

const FIRST_PAGE = 60;
export const PAGE = 150;
const MOST_PAGES_BACK = 12;

export function createPages(engine: EngineClient, conversation: ConversationId): Pages {
  let highest = 0;

  function saw(seq = 0): void {
    highest = Math.max(highest, seq);
  }

  async function read(
    { before, after, around, unread }: PageStart,
    limit: number,
  ): Promise<Result<HistoryPage>> {
    const page = await engine.call('history', {
      conversation,
      limit,
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
      ...(around !== undefined && { around }),
      ...(unread && { unread }),
    });
    if (page.ok) saw(highestOf(page.value.messages));
    return page;
  }

  async function newest(
    reached: (page: readonly Message[]) => boolean,
    most = MOST_PAGES_BACK,
  ): Promise<LoadedRange | undefined> {
    let messages: readonly Message[] = [];
    let older = true;
    for (let pages = 0; older && pages < most; pages += 1) {
      const page = await read({ before: messages[0]?.id }, pages === 0 ? FIRST_PAGE : PAGE);
      if (!page.ok) return pages === 0 ? undefined : { messages, older, newer: false };
      messages = mergePage(messages, page.value.messages);
      older = page.value.more;
      if (reached(page.value.messages)) break;
    }
    return { messages, older, newer: false };
  }

  return { page: (from) => read(from, PAGE), newest, highest: () => highest, saw };
}
