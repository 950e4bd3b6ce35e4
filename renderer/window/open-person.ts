import type { Conversation } from '../../engine/api.ts';
import type { Result } from '../../protocol/errors.ts';
import type { Messenger } from '../messenger/messenger.ts';
import type { Navigation } from './navigation.ts';

interface Opener {
  readonly messenger: Pick<Messenger, 'openDirect'>;
  readonly navigation: Navigation;
}

/** Opens the conversation with somebody, which is made where there was none. */
export async function openPerson(
  { messenger, navigation }: Opener,
  user: string,
): Promise<Result<Conversation>> {
  const since = navigation.get();
  const opened = await messenger.openDirect(user);
  if (opened.ok) navigation.openFrom(since, opened.value.id);
  return opened;
}
