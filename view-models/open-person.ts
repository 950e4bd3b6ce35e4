import type { Conversation } from '../engine/api/api.ts';
import type { Result } from '../protocol/errors.ts';
import type { Messenger } from './messenger.ts';

/** Where the user is; `openFrom` does nothing when the user has gone elsewhere since. */
export interface OpensConversations {
  get(): { readonly conversation: string | undefined };
  openFrom(since: ReturnType<OpensConversations['get']>, conversation: string): void;
}

interface Opener {
  readonly messenger: Pick<Messenger, 'openDirect'>;
  readonly navigation: OpensConversations;
}

/** Opens the conversation with a person, and creates it if there was none. */
export async function openPerson(
  { messenger, navigation }: Opener,
  user: string,
): Promise<Result<Conversation>> {
  const since = navigation.get();
  const opened = await messenger.openDirect(user);
  if (opened.ok) navigation.openFrom(since, opened.value.id);
  return opened;
}
