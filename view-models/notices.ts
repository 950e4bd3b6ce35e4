// Notices that belong to no form: the engine's own, and refusals of calls whose view shows no answer.
import type { EngineClient, Notice } from '../engine/api/api.ts';
import type { Result } from '../protocol/errors.ts';
import { createStore, type Store } from './store.ts';

export interface ShownNotice extends Notice {
  readonly id: number;
  /** Stays until it is dismissed. */
  readonly sticky: boolean;
}

export interface NoticeBoard extends Store<readonly ShownNotice[]> {
  /** The same notice again replaces the earlier one. */
  show(notice: Notice, sticky?: boolean): void;
  /** For calls whose view shows no answer: shows only a refusal. Returns whether there was none. */
  showRefusal(call: Promise<Result<unknown>>): Promise<boolean>;
  dismiss(id: number): void;
  clear(): void;
}

const MOST_AT_ONCE = 3;

const passing: ReadonlySet<Notice['code']> = new Set(['recipient-away', 'recipient-dnd', 'storage-freed']);

/** The notice that is over once another one comes. */
const ended: Partial<Record<Notice['code'], Notice['code']>> = { 'storage-freed': 'storage-full' };

export function createNoticeBoard(engine: Pick<EngineClient, 'on'>): NoticeBoard {
  const store = createStore<readonly ShownNotice[]>([]);
  let lastId = 0;

  function show({ code, facts }: Notice, sticky = false): void {
    lastId += 1;
    const isSame = (shown: Notice) =>
      shown.code === code && JSON.stringify(shown.facts) === JSON.stringify(facts);
    const others = store.get().filter((shown) => !isSame(shown) && shown.code !== ended[code]);
    store.set([...others, { id: lastId, code, facts, sticky }].slice(-MOST_AT_ONCE));
  }

  engine.on('notice', (notice) => show(notice, !passing.has(notice.code)));
  return {
    ...store,
    show,
    async showRefusal(call) {
      const answer = await call;
      if (!answer.ok) show(answer);
      return answer.ok;
    },
    dismiss: (id) => store.set(store.get().filter((shown) => shown.id !== id)),
    clear: () => store.set([]),
  };
}
