import { useApp } from '../app.ts';
import { openPerson } from '../open-person.ts';
import type { JumpEntry } from './entries.ts';

/** Goes where an entry leads. */
export function useJump(): (entry: JumpEntry) => void {
  const app = useApp();
  const { navigation, engine } = app;

  async function goToPerson(user: string): Promise<void> {
    const opened = await openPerson(app, user);
    if (!opened.ok) app.notices.tell(opened);
  }

  return ({ kind, target }) => {
    if (kind === 'conversation') navigation.open(target);
    else if (kind === 'person') goToPerson(target);
    else if (target === 'signOut') engine.call('signOut', undefined);
    else if (target === 'settings' || target === 'shortcuts') navigation.show(target);
  };
}
