import type { Shell, WindowState } from '../../shell/shell.ts';
import { createStore, type Store } from '../../view-models/store.ts';

/** True while somebody can be looking: the window has the focus and is visible. */
export type WindowActivity = Store<boolean>;

export function createWindowActivity(shell: Pick<Shell, 'windowState' | 'onWindowState'>): WindowActivity {
  const activity = createStore(false);
  let isTold = false;
  const note = ({ focused, visible }: WindowState) => activity.set(focused && visible);
  shell.onWindowState((state) => {
    isTold = true;
    note(state);
  });
  // The answer may have been overtaken by what has changed since.
  shell.windowState().then((state) => {
    if (!isTold) note(state);
  });
  return activity;
}
