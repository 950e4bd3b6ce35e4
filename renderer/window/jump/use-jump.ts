import { useApp } from '../app.ts';
import { openPerson } from '../open-person.ts';
import type { JumpEntry } from './entries.ts';

/** Goes where an entry leads. */
export function useJump(): (entry: JumpEntry) => void {
  const app = useApp();
  const { navigation, notices } = app;

  return ({ kind, target }) => {
    if (kind === 'conversation') navigation.open(target);
    else if (kind === 'person') notices.tellRefusal(openPerson(app, target));
    else if (target === 'settings' || target === 'shortcuts' || target === 'signOut') navigation.show(target);
  };
}
