// What a person is told that stands in no form: the engine's notices, and refusals of what was asked elsewhere.
import type { EngineClient, Notice } from '../engine/api/api.ts';
import type { Result } from '../protocol/errors.ts';
import { createStore, type Store } from './store.ts';

export interface ShownNotice extends Notice {
  readonly id: number;
  /** Stays until it is dismissed. */
  readonly sticky: boolean;
}

export interface NoticeBoard extends Store<readonly ShownNotice[]> {
  /** Told again, it takes the place of what was told before. */
  show(notice: Notice, sticky?: boolean): void;
  /** For what is asked where no answer is shown: only a refusal is told. */
  showRefusal(asked: Promise<Result<unknown>>): Promise<void>;
  dismiss(id: number): void;
  clear(): void;
}

const MOST_AT_ONCE = 3;

const passing: ReadonlySet<Notice['code']> = new Set(['recipient-away', 'recipient-dnd']);

export function createNoticeBoard(engine: Pick<EngineClient, 'on'>): NoticeBoard {
  const store = createStore<readonly ShownNotice[]>([]);
  let lastId = 0;

  function show({ code, facts }: Notice, sticky = false): void {
    lastId += 1;
    const isSame = (shown: Notice) =>
      shown.code === code && JSON.stringify(shown.facts) === JSON.stringify(facts);
    const others = store.get().filter((shown) => !isSame(shown));
    store.set([...others, { id: lastId, code, facts, sticky }].slice(-MOST_AT_ONCE));
  }

  engine.on('notice', (notice) => show(notice, !passing.has(notice.code)));
  return {
    ...store,
    show,
    async showRefusal(asked) {
      const answer = await asked;
      if (!answer.ok) show(answer);
    },
    dismiss: (id) => store.set(store.get().filter((shown) => shown.id !== id)),
    clear: () => store.set([]),
  };
}
