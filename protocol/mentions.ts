// Which people a text names with a leading @, as its author typed them.
import { limits } from './limits.ts';

export interface TypedMention<Person> {
  /** In UTF-16 units, with the @. */
  readonly start: number;
  readonly end: number;
  readonly person: Person;
}

/** `@ann` or `@ann@home.example` as a word of its own: the @ of an e-mail address or of a path begins none. */
const word = new RegExp(
  `(?<![\\p{L}\\p{M}\\p{N}._@＠/-])[@＠]([A-Za-z0-9._-]{1,${limits.usernameCharacters}})(?![A-Za-z0-9_-])(@[A-Za-z0-9.-]{1,253})?`,
  'gu',
);

/** `find` gets a name in lower case, with its server where that was typed, and returns whom it means there, if anyone. */
export function findMentions<Person>(
  text: string,
  find: (name: string) => Person | undefined,
): readonly TypedMention<Person>[] {
  const found: TypedMention<Person>[] = [];
  for (const { 1: name = '', 2: server, index } of text.matchAll(word)) {
    for (const typed of server === undefined ? shorterAndShorter(name) : [name + withoutEnd(server)]) {
      const person = find(typed.toLowerCase());
      if (person === undefined) continue;
      found.push({ start: index, end: index + 1 + typed.length, person });
      break;
    }
  }
  return found;
}

/** In `@ann.` or `@ann.thanks` a full stop may end the sentence: the longest name that means someone is meant. */
function* shorterAndShorter(name: string): Iterable<string> {
  for (
    let rest = withoutEnd(name);
    rest !== '';
    rest = withoutEnd(rest.slice(0, rest.search(/[._-][^._-]*$/)))
  ) {
    yield rest;
    if (!/[._-]/.test(rest)) return;
  }
}

function withoutEnd(name: string): string {
  return name.replace(/[._-]+$/, '');
}
