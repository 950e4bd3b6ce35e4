// Which parts of a message are links. Everything else stays text, whatever it looks like.
import { LONGEST_LINK } from '../../protocol/server-link.ts';
import { hostToShow } from './link-host.ts';
import { findLinks } from './linkifier.ts';

export interface TextPart {
  readonly text: string;
  /** As the browser understands it: what is shown may look like another address, this can't. */
  readonly url?: string;
  /** The host that it leads to, where the text can be taken for another one. */
  readonly host?: string | undefined;
}

const SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:', 'parley:']);

export function textParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let done = 0;
  for (const { index, text: shown, target } of findLinks(text)) {
    const link = linkTo(shown, target);
    if (!link) continue;
    if (index > done) parts.push({ text: text.slice(done, index) });
    parts.push({ text: shown, ...link });
    done = index + shown.length;
  }
  if (done < text.length) parts.push({ text: text.slice(done) });
  return parts;
}

/** Undefined where `target` is no address that may be opened. */
export function linkTo(shown: string, target: string): { url: string; host: string | undefined } | undefined {
  const url = safeUrl(target);
  const host = url && hostOf(url);
  return url && host !== undefined ? { url: url.href, host: hostToShow(shown, host) } : undefined;
}

/** Without a user name, which looks like the host; and no longer than what the shell opens. */
function safeUrl(target: string): URL | undefined {
  const url = URL.parse(target);
  if (!url || !SCHEMES.has(url.protocol) || url.href.length > LONGEST_LINK) return;
  return url.username === '' && url.password === '' ? url : undefined;
}

/** As a browser looks it up: in ASCII. Only the web's own schemes have their hosts in that form already. */
function hostOf({ protocol, hostname, pathname }: URL): string | undefined {
  const host = protocol === 'mailto:' ? pathname.slice(pathname.lastIndexOf('@') + 1) : hostname;
  return URL.parse(`http://${host}`)?.hostname;
}
