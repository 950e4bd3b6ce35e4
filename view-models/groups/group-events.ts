// The lines that say what a member has done in a group, or has set in any conversation.
import type { GroupEvent, Message, Person } from '../../engine/api/api.ts';
import type { Catalogue } from '../../text/languages.ts';
import { lifetimeWords } from '../disappearing.ts';
import { nameOf } from '../names.ts';

export interface Reader {
  readonly text: Catalogue;
  readonly people: ReadonlyMap<string, Person>;
  /** One's own user name: what oneself does, or has done to oneself, is said with “you”. */
  readonly own: string | undefined;
}

/** More are counted. */
const MOST_NAMED = 3;

/** A sentence for each event of a message. */
export function groupEventLines({ events = [], sender }: Message, reader: Reader): readonly string[] {
  const by = sender === reader.own ? undefined : nameFor(sender, reader);
  return events.map((event) => sentenceFor(event, by, reader));
}

function sentenceFor(event: GroupEvent, by: string | undefined, reader: Reader): string {
  const { groupEvents } = reader.text;
  switch (event.type) {
    case 'created':
    case 'renamed':
      return groupEvents[event.type](by, isolated(event.title));
    case 'added':
    case 'removed':
      return groupEvents[event.type](by, namesOf(event.users, reader));
    case 'left':
    case 'deleted':
      return groupEvents[event.type](by);
    case 'role':
      return groupEvents.role[event.role](by, namesOf([event.user], reader));
    case 'posting':
      return groupEvents.posting[event.posting](by);
    case 'history':
      return groupEvents.history[event.history](by);
    case 'disappearing':
      return groupEvents.disappearing(
        by,
        event.seconds > 0 ? lifetimeWords(reader.text, event.seconds) : undefined,
      );
    default:
      return event satisfies never;
  }
}

/** Oneself first, and of many the first ones and a number. */
function namesOf(users: readonly string[], reader: Reader): string {
  const { you, names } = reader.text.groupEvents;
  const others = users.filter((user) => user !== reader.own);
  const isAmong = others.length < users.length;
  const all = [...(isAmong ? [you] : []), ...others.map((user) => nameFor(user, reader))];
  const named = all.length > MOST_NAMED ? all.slice(0, MOST_NAMED - 1) : all;
  return names(named, all.length - named.length);
}

function nameFor(user: string, { people }: Reader): string {
  return isolated(nameOf(people, user));
}

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** A name that reads from right to left changes the order of no others around it. */
export function isolated(name: string): string {
  return rightToLeft.test(name) ? `\u2068${name}\u2069` : name;
}
