// Markdown as people type it in messages, found by markdown-it. There is no HTML, no heading, no image and no reference, and
// what isn't formatting stays as it was typed.
import MarkdownIt, { type StateInline, type Token } from 'markdown-it';
import { type FoundLink, findLinks } from '../links/linkifier.ts';
import { linkTo } from '../links/links.ts';

/** Quotes and lists within each other; deeper ones stay text. */
const DEEPEST = 12;

const parser = new MarkdownIt('zero', { maxNesting: DEEPEST });
parser.enable(['fence', 'blockquote', 'list', 'backticks', 'emphasis', 'strikethrough', 'link']);
parser.block.ruler.at('blockquote', quote, { alt: ['paragraph', 'blockquote', 'list'] });
parser.inline.ruler.at('text', textUpToLink);
parser.inline.ruler.after('text', 'bare link', bareLink);
parser.inline.ruler.before('backticks', 'escape', escaped);
parser.inline.ruler.before('emphasis', 'spoiler', spoiler);
parser.validateLink = (url) => linkTo('', url) !== undefined;
parser.normalizeLink = (url) => url;

/** Those of markdown-it, and `bare_link`, `escaped`, `spoiler_open` and `spoiler_close`. */
export function markdownTokens(text: string): readonly Token[] {
  return parser.parse(text, {});
}

type BlockRule = ReturnType<typeof parser.block.ruler.getRules>[number];

const [anyQuote] = new MarkdownIt('zero').enable('blockquote').block.ruler.getRules('');

/** `>:(` is no quote. */
function quote(...args: Parameters<BlockRule>): boolean {
  const [state, line] = args;
  const second = (state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0) + 1;
  return /[\s>]|^$/.test(state.src.charAt(second)) && anyQuote?.(...args) === true;
}

/** Where another rule may begin. */
const mark = /[*_~`[\]\\|]/g;

/** Ends before a link as well: what looks like formatting in an address is none. */
function textUpToLink(state: StateInline, silent: boolean): boolean {
  mark.lastIndex = state.pos;
  const end = Math.min(
    mark.exec(state.src)?.index ?? state.posMax,
    linkFrom(state)?.index ?? state.posMax,
    state.posMax,
  );
  if (end <= state.pos) return false;
  if (!silent) state.pending += state.src.slice(state.pos, end);
  state.pos = end;
  return true;
}

function bareLink(state: StateInline, silent: boolean): boolean {
  const link = state.linkLevel === 0 ? linkFrom(state) : undefined;
  if (link?.index !== state.pos) return false;
  const end = link.index + link.text.length;
  if (end > state.posMax || linkTo(link.text, link.target) === undefined) return false;
  if (!silent) {
    const token = state.push('bare_link', '', 0);
    token.content = link.text;
    token.attrs = [['href', link.target]];
  }
  state.pos = end;
  return true;
}

/** Of the text that a state goes through, which is gone through more than once where marks don't close. */
const linksOf = new WeakMap<StateInline, readonly FoundLink[]>();

/** The first link that begins where the state is, or behind. */
function linkFrom(state: StateInline): FoundLink | undefined {
  const links = linksOf.get(state) ?? findLinks(state.src);
  linksOf.set(state, links);
  let [from, to] = [0, links.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((links[middle]?.index ?? 0) < state.pos) from = middle + 1;
    else to = middle;
  }
  return links[from];
}

/**
 * A backslash takes the meaning from the mark behind it. It is gone itself only where a word begins or ends: it belongs to
 * `C:\*` and to `¯\_(ツ)_/¯`.
 */
function escaped(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state;
  if (src.charAt(pos) !== '\\' || !/[*_~`[\]\\|>]/.test(src.charAt(pos + 1))) return false;
  const [before, after] = [pos === 0 ? '' : src.charAt(pos - 1), src.charAt(pos + 2)];
  const isGone = /^$|[\s*_~|]/.test(before) || (/[\p{L}\p{N}]/u.test(before) && /^$|[\s\p{P}]/u.test(after));
  if (!silent) state.push('escaped', '', 0).content = src.slice(isGone ? pos + 1 : pos, pos + 2);
  state.pos += 2;
  return true;
}

/** `||hidden||`, and not `a || b || c`. */
function spoiler(state: StateInline, silent: boolean): boolean {
  const { src, pos, posMax } = state;
  if (!src.startsWith('||', pos)) return false;
  const end = src.indexOf('||', pos + 2);
  if (end <= pos + 2 || end + 2 > posMax) return false;
  if (/^\s|\s$/.test(src.slice(pos + 2, end))) return false;
  if (!silent) {
    state.push('spoiler_open', '', 1);
    state.pos = pos + 2;
    state.posMax = end;
    state.md.inline.tokenize(state);
    state.push('spoiler_close', '', -1);
  }
  state.pos = end + 2;
  state.posMax = posMax;
  return true;
}
