// What the engine wants a person to see that answers nothing they did, and refusals that have no form to stand in.
import type { NoticeCode } from '../../engine/api.ts';
import type { ErrorFacts, Refusal } from '../../protocol/errors.ts';
import type { EngineClient } from '../engine-client.ts';
import { createStore, type Store } from './store.ts';

export interface Notice {
  readonly id: number;
  readonly code: NoticeCode;
  readonly facts: ErrorFacts | undefined;
  /** Stays until it is dismissed. */
  readonly grave: boolean;
}

export interface NoticeBoard extends Store<readonly Notice[]> {
  /** Something a person asked for was refused where there is no form to say it in. */
  refused(refusal: Refusal): void;
  dismiss(id: number): void;
}

const MOST_AT_ONCE = 3;

const passing: ReadonlySet<NoticeCode> = new Set(['recipient-away', 'recipient-dnd']);

export function createNoticeBoard(engine: Pick<EngineClient, 'on'>): NoticeBoard {
  const store = createStore<readonly Notice[]>([]);
  let lastId = 0;

  function tell(notice: Omit<Notice, 'id'>): void {
    lastId += 1;
    const others = store.get().filter((other) => !isSame(other, notice));
    store.set([...others, { ...notice, id: lastId }].slice(-MOST_AT_ONCE));
  }

  engine.on('notice', ({ code, user }) =>
    tell({ code, facts: user === undefined ? undefined : { user }, grave: !passing.has(code) }),
  );
  return {
    ...store,
    refused: ({ code, facts }) => tell({ code, facts, grave: false }),
    dismiss: (id) => store.set(store.get().filter((notice) => notice.id !== id)),
  };
}

function isSame(one: Omit<Notice, 'id'>, other: Omit<Notice, 'id'>): boolean {
  return one.code === other.code && JSON.stringify(one.facts) === JSON.stringify(other.facts);
}
