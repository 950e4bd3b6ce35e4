// People who come, go and change their status, as lines.
import type { EngineEvents, Person } from '../../../engine/api/api.ts';
import type { LineContext } from '../lines/message-lines.ts';
import { type Line, line } from '../screen/line.ts';

export type Statuses = ReadonlyMap<string, Person['status']>;

export interface PresenceDrawing {
  readonly lines: readonly Line[];
  readonly statuses: Statuses;
}

/** More are counted. */
const MOST_NAMED = 5;

/** `isShown`: whom the user is in a conversation with. What isn't known yet was offline. */
export function presenceLines(
  before: Statuses,
  changes: EngineEvents['presence']['changes'],
  isShown: (user: string) => boolean,
  context: LineContext,
): PresenceDrawing {
  const { own, blocked } = context;
  const real = changes.filter(({ user, status }) => (before.get(user) ?? 'offline') !== status);
  const shown = real.filter(({ user }) => user !== own && !blocked.has(user) && isShown(user));
  const groups = Map.groupBy(shown, ({ user, status }) => {
    const came = (before.get(user) ?? 'offline') === 'offline';
    return came && status === 'normal' ? 'came' : status;
  });
  return {
    lines: [...groups].map(([change, some]) =>
      line(
        `* ${sentence(
          change,
          namesOf(
            some.map(({ user }) => user),
            context,
          ),
          context,
        )}`,
        'dim',
      ),
    ),
    statuses: new Map([...before, ...real.map(({ user, status }) => [user, status] as const)]),
  };
}

function sentence(change: Person['status'] | 'came', names: string, { words, text }: LineContext): string {
  if (change === 'came') return words.came(names);
  return change === 'offline' ? words.went(names) : words.changedStatus(names, text.presence[change]);
}

function namesOf(users: readonly string[], { text }: LineContext): string {
  const named = users.length > MOST_NAMED ? users.slice(0, MOST_NAMED - 1) : users;
  return text.groupEvents.names(named, users.length - named.length);
}
