// Which parts of a message are links. Everything else stays text, whatever it looks like.

export interface TextPart {
  readonly text: string;
  /** As the browser understands it: what is shown may look like another address, this can't. */
  readonly url?: string;
}

const SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:', 'parley:']);
const candidate =
  /\b(?:https?:\/\/|parley:\/\/|mailto:)[^\s\p{Cc}<>"'\u200b-\u200f\u202a-\u202e\u2066-\u2069]+/giu;

export function textParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let done = 0;
  for (const { 0: found, index } of text.matchAll(candidate)) {
    const link = withoutTrailing(found);
    const url = safeUrl(link);
    if (url === undefined) continue;
    if (index > done) parts.push({ text: text.slice(done, index) });
    parts.push({ text: link, url });
    done = index + link.length;
  }
  if (done < text.length) parts.push({ text: text.slice(done) });
  return parts;
}

const ENDS_SENTENCE: ReadonlySet<string> = new Set('.,;:!?…)]}*_~');

/** Punctuation at the end belongs to the sentence; a closing bracket too, unless it was opened in the link. */
function withoutTrailing(link: string): string {
  const opened = link.indexOf('(');
  let end = link.length;
  while (ENDS_SENTENCE.has(link.charAt(end - 1))) {
    if (link.charAt(end - 1) === ')' && opened >= 0 && opened < end) break;
    end -= 1;
  }
  return link.slice(0, end);
}

function safeUrl(link: string): string | undefined {
  if (!URL.canParse(link)) return;
  const { protocol, href, username, password } = new URL(link);
  return SCHEMES.has(protocol) && username === '' && password === '' ? href : undefined;
}
