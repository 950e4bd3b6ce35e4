// Sentences the engine wants a person to see that answer nothing they did.
import type { EngineEvents } from '../../engine/api.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { EngineClient } from '../engine-client.ts';
import type { Catalogue } from '../text/english.ts';
import { refusalSentence } from '../text/refusal-sentence.ts';
import { createStore, type Store } from './store.ts';

export interface Notice {
  readonly id: number;
  readonly text: string;
  /** Stays until it is dismissed. */
  readonly grave: boolean;
}

export interface NoticeBoard extends Store<readonly Notice[]> {
  tell(text: string, grave?: boolean): void;
  /** Something a person asked for was refused where there is no form to say it in. */
  refused(text: Catalogue, refusal: Refusal): void;
  dismiss(id: number): void;
}

const MOST_AT_ONCE = 3;

const passing: ReadonlySet<EngineEvents['notice']['code']> = new Set(['recipient-away', 'recipient-dnd']);

export function createNoticeBoard(engine: Pick<EngineClient, 'on'>): NoticeBoard {
  const store = createStore<readonly Notice[]>([]);
  let lastId = 0;

  function tell(text: string, grave = false): void {
    lastId += 1;
    const others = store.get().filter((notice) => notice.text !== text);
    store.set([...others, { id: lastId, text, grave }].slice(-MOST_AT_ONCE));
  }

  engine.on('notice', ({ code, text }) => tell(text, !passing.has(code)));
  return {
    ...store,
    tell,
    refused: (text, refusal) => tell(refusalSentence(text, refusal)),
    dismiss: (id) => store.set(store.get().filter((notice) => notice.id !== id)),
  };
}
