import type { Shell, WindowState } from '../../shell/shell.ts';
import { createStore, type Store } from '../../view-models/store.ts';

/** True while the window has the focus and is visible. */
export type WindowActivity = Store<boolean>;

export function createWindowActivity(shell: Pick<Shell, 'windowState' | 'onWindowState'>): WindowActivity {
  const activity = createStore(false);
  let isReported = false;
  const note = ({ focused, visible }: WindowState) => activity.set(focused && visible);
  shell.onWindowState((state) => {
    isReported = true;
    note(state);
  });
  // An event may have overtaken the answer.
  shell.windowState().then((state) => {
    if (!isReported) note(state);
  });
  return activity;
}
