// The day and the time zone it is now. What shows a time depends on both, and neither stays: midnight passes, the
// computer sleeps, travels, or has its clock set.

import { forgetFormats } from '../../text/times.ts';
import { createStore, type Store } from '../../view-models/store.ts';

/** Changes whenever a time that is shown may have to be written anew. */
export type Calendar = Pick<Store<string>, 'get' | 'subscribe'>;

const LOOK_MILLISECONDS = 20_000;

export function createCalendar(page: Window): Calendar {
  const store = createStore(today());

  function look(): void {
    const now = today();
    if (now === store.get()) return;
    forgetFormats();
    store.set(now);
  }

  page.setInterval(look, LOOK_MILLISECONDS);
  page.addEventListener('focus', look);
  page.document.addEventListener('visibilitychange', look);
  return store;
}

function today(): string {
  return `${new Date().toDateString()} ${new Intl.DateTimeFormat().resolvedOptions().timeZone}`;
}
