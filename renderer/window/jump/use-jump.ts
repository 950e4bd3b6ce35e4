import { useApp } from '../app.ts';
import type { JumpEntry } from './entries.ts';

/** Goes where an entry leads. */
export function useJump(): (entry: JumpEntry) => void {
  const { navigation, messenger, engine, notices } = useApp();

  async function openPerson(user: string): Promise<void> {
    const opened = await messenger.openDirect(user);
    if (opened.ok) navigation.open(opened.value.id);
    else notices.refused(opened);
  }

  return ({ kind, target }) => {
    if (kind === 'conversation') navigation.open(target);
    else if (kind === 'person') openPerson(target);
    else if (target === 'signOut') engine.call('signOut', undefined);
    else if (target === 'settings' || target === 'shortcuts') navigation.show(target);
  };
}
