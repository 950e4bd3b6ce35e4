import { isJumpCommand, type JumpEntry } from '../../../view-models/jump/entries.ts';
import { openPerson } from '../../../view-models/open-person.ts';
import { useApp } from '../../app/app.ts';

/** Goes where an entry leads. */
export function useJump(): (entry: JumpEntry) => void {
  const app = useApp();
  const { navigation, notices } = app;

  return ({ kind, target }) => {
    if (kind === 'conversation') navigation.open(target);
    else if (kind === 'person') notices.showRefusal(openPerson(app, target));
    else if (isJumpCommand(target)) navigation.show(target);
  };
}
