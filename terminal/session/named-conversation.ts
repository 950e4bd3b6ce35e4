// Which conversation is meant by a name on the command line: `@ana`, a group, the Lobby, or an id.
import type { Conversation } from '../../engine/api/api.ts';
import { searchForm } from '../../protocol/search-text.ts';
import type { Catalogue } from '../../text/languages.ts';
import { localName, titleOf } from '../../view-models/names.ts';
import { CommandFailure } from '../command.ts';
import { closestTo } from '../suggestion.ts';
import { failureOf, type StoredSession } from './stored-session.ts';

/** Throws CommandFailure where none is meant, or several are: a script must not write to the wrong one. */
export async function namedConversation(
  { engine, status }: StoredSession,
  typed: string,
  text: Catalogue,
): Promise<Conversation> {
  if (typed.startsWith('@')) {
    const opened = await engine.call('openDirect', { user: typed.slice(1) });
    if (!opened.ok) throw failureOf(opened);
    return opened.value;
  }
  const known = await engine.call('conversations', undefined);
  if (!known.ok) throw failureOf(known);
  const nameOf = (one: Conversation) => searchForm(titleOf(text, new Map(), one));
  const isMeant = (one: Conversation) =>
    one.id === typed ||
    (one.kind === 'direct' && one.title === localName(typed, status)) ||
    (one.kind === 'public' && searchForm(typed) === 'lobby') ||
    nameOf(one) === searchForm(typed.trim());
  const [found, ...others] = known.value.filter((one) => !one.ended && isMeant(one));
  if (!found) throw notFound(typed, known.value.map(nameOf));
  if (others.length === 0) return found;
  const ids = [found, ...others].map(({ id }) => id).join(', ');
  throw new CommandFailure(`Several conversations are called “${typed}”. Name one by its id: ${ids}.`);
}

function notFound(typed: string, titles: readonly string[]): CommandFailure {
  const meant = closestTo(typed.toLowerCase(), titles);
  const hint =
    meant === undefined ? `A person has an @ before the name: @${typed}.` : `Did you mean “${meant}”?`;
  return new CommandFailure(`There is no conversation “${typed}”. ${hint}`);
}
