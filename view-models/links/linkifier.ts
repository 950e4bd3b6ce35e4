// Finds links where people write them: beside quotes, brackets and stops of any language, not only beside spaces.
import { LinkifyIt, REBuilder } from 'linkify-it';
import { LONGEST_LINK } from '../../protocol/server-link.ts';

/** What can't be seen, or turns the text around it: no link goes on behind it. A tag character is a surrogate pair. */
const unseen = new RegExp(
  '[><`\\uff5c\\u00ad\\u061c\\u115f\\u1160\\u180e\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u2800\\u3164\\ufeff\\uffa0]' +
    '|\\udb40[\\udc00-\\udfff]',
);

class Patterns extends REBuilder {
  override get_text_separators(): RegExp {
    return unseen;
  }

  /** Not only after punctuation: Chinese, Japanese and Thai have no space before a link. */
  override get_schema_search(): RegExp {
    this.cache.schema_search ??= new RegExp(`()(?<![a-z0-9_])(${this.get_schema_names().source})`, 'gi');
    return this.cache.schema_search;
  }
}

// With user names, so that they are part of what is found, and the whole of it can be refused.
const linkify = new LinkifyIt({ rebuilder: new Patterns(), urlAuth: true, maxLength: LONGEST_LINK })
  .add('ftp:')
  .add('//')
  .add('parley:', { validate: (text, start, { re }) => lengthOf(re.get_http_validator(), text, start) })
  .add('www.', {
    validate: (text, start, { re }) => lengthOf(re.get_relative_proto_validator(), text, start),
    normalize(match) {
      match.url = `https://${match.raw}`;
    },
  });

function lengthOf(sticky: RegExp, text: string, start: number): number {
  sticky.lastIndex = start;
  return sticky.exec(text)?.[0].length ?? 0;
}

export interface FoundLink {
  readonly index: number;
  /** As it is written. */
  readonly text: string;
  /** With the scheme that may be missing there. Not checked yet. */
  readonly target: string;
}

/** `*` marks emphasis. */
const endOfSentence = /[.,:;!?*]+$/;

export function findLinks(text: string): readonly FoundLink[] {
  return (linkify.match(text) ?? []).map(({ index, raw, url }) => {
    const written = raw.replace(endOfSentence, '');
    return { index, text: written, target: url.slice(0, url.length - (raw.length - written.length)) };
  });
}
