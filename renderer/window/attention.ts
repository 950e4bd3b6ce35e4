import { createStore, type Store } from '../messenger/store.ts';
import type { Shell } from '../shell.ts';

/** True while somebody can be looking: the window has the focus and is visible. */
export type WindowAttention = Store<boolean>;

export function createAttention(shell: Pick<Shell, 'windowState' | 'onWindowState'>): WindowAttention {
  const attention = createStore(false);
  shell.onWindowState(({ focused, visible }) => attention.set(focused && visible));
  shell.windowState().then(({ focused, visible }) => attention.set(focused && visible));
  return attention;
}
