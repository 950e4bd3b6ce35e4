// What a message's text looks like: a tree, which the window makes into elements and the terminal into colours.
import type { Token } from 'markdown-it';
import { excerpt } from '../../protocol/excerpt.ts';
import { linkTo, textParts } from '../links/links.ts';
import { markdownTokens } from './markdown.ts';

/** Formatted text within a line: what is emphasised, struck out or hidden holds more of it. */
export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis' | 'strike' | 'spoiler'; readonly children: readonly Inline[] }
  | {
      readonly kind: 'link';
      readonly url: string;
      /** The host that it leads to, where what is shown can be taken for another one. */
      readonly host: string | undefined;
      readonly children: readonly Inline[];
    };

export type Block =
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  /** `language` as it was typed behind the fence; empty where there was none. */
  | { readonly kind: 'code-block'; readonly text: string; readonly language: string }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  /** `start`: the first number of a numbered list. */
  | {
      readonly kind: 'list';
      readonly start: number | undefined;
      readonly items: readonly (readonly Block[])[];
    };

/** With what formatting begins: most messages hold none of it. */
const marks = /[*_~`|[\\]|^\s*(?:>|[-+*]\s|\d{1,9}[.)]\s)/gm;

/** A text with more of them would be drawn slowly, and was made for that. */
const MOST_MARKS = 2_000;

/** What is found in a text that looks as it was typed. */
const plainTokens: ReadonlySet<string> = new Set([
  ...['paragraph_open', 'paragraph_close', 'inline'],
  ...['text', 'bare_link'],
]);

/** A text without any formatting is one paragraph, with its spaces and empty lines as they were typed. */
export function formatText(text: string): readonly Block[] {
  return formattedBlocks(text) ?? [{ kind: 'paragraph', children: linked(text) }];
}

/** Undefined of a text without any formatting. */
function formattedBlocks(text: string): readonly Block[] | undefined {
  const count = text.match(marks)?.length ?? 0;
  const tokens = count === 0 || count > MOST_MARKS ? [] : markdownTokens(text);
  const found = tokens.flatMap((token) => [token, ...(token.children ?? [])]);
  return found.every(({ type }) => plainTokens.has(type)) ? undefined : blocksIn(tokens.values());
}

type Tokens = IterableIterator<Token>;

const CLOSING = -1;

/** The tokens up to the one that closes what they are in. */
function* within(tokens: Tokens): Generator<Token> {
  for (let next = tokens.next(); !next.done && next.value.nesting !== CLOSING; next = tokens.next()) {
    yield next.value;
  }
}

function blocksIn(tokens: Tokens): readonly Block[] {
  return Array.from(within(tokens), (token) => blockOf(token, tokens));
}

function blockOf(token: Token, rest: Tokens): Block {
  switch (token.type) {
    case 'fence':
      return { kind: 'code-block', text: token.content.replace(/\n$/, ''), language: token.info.trim() };
    case 'blockquote_open':
      return { kind: 'quote', blocks: blocksIn(rest) };
    case 'bullet_list_open':
    case 'ordered_list_open':
      return { kind: 'list', start: startOf(token), items: itemsIn(rest) };
    case 'paragraph_open':
      return { kind: 'paragraph', children: lineIn(rest) };
    default:
      throw new Error(`no rule finds a block of this type: ${token.type}`);
  }
}

function startOf({ type, attrs }: Token): number | undefined {
  if (type !== 'ordered_list_open') return;
  return Number(attrs?.find(([name]) => name === 'start')?.[1] ?? 1);
}

function itemsIn(tokens: Tokens): readonly (readonly Block[])[] {
  return Array.from(within(tokens), () => blocksIn(tokens));
}

function lineIn(tokens: Tokens): readonly Inline[] {
  return Array.from(within(tokens), ({ children }) => inlinesIn((children ?? []).values())).flat();
}

const containers: Readonly<Record<string, 'strong' | 'emphasis' | 'strike' | 'spoiler'>> = {
  strong_open: 'strong',
  em_open: 'emphasis',
  s_open: 'strike',
  spoiler_open: 'spoiler',
};

/** There is no link within a link. */
function inlinesIn(tokens: Tokens, isLink = false): readonly Inline[] {
  return joined(Array.from(within(tokens), (token) => inlinesOf(token, tokens, isLink)).flat());
}

function inlinesOf(token: Token, rest: Tokens, isLink: boolean): readonly Inline[] {
  const kind = containers[token.type];
  if (kind) return [{ kind, children: inlinesIn(rest, isLink) }];
  switch (token.type) {
    case 'link_open':
      return [linkOf(token, inlinesIn(rest, true))];
    case 'code_inline':
      return [{ kind: 'code', text: token.content }];
    default:
      return isLink ? [{ kind: 'text', text: token.content }] : linked(token.content);
  }
}

/** The rule for links finds none whose address isn't safe. */
function linkOf(token: Token, children: readonly Inline[]): Inline {
  const link = linkTo(wordsOf(children), String(token.attrGet('href')));
  return link ? { kind: 'link', ...link, children } : { kind: 'text', text: wordsOf(children) };
}

/** Text as it was typed, with its links. */
function linked(text: string): readonly Inline[] {
  return textParts(text).map(({ text: shown, url, host }): Inline => {
    const child = { kind: 'text', text: shown } as const;
    return url === undefined ? child : { kind: 'link', url, host, children: [child] };
  });
}

/** Marks that close nothing are tokens of their own. */
function joined(inlines: readonly Inline[]): readonly Inline[] {
  const whole: Inline[] = [];
  for (const inline of inlines) {
    const last = whole.at(-1);
    if (last?.kind === 'text' && inline.kind === 'text') {
      whole[whole.length - 1] = { kind: 'text', text: last.text + inline.text };
    } else if (inline.kind !== 'text' || inline.text !== '') {
      whole.push(inline);
    }
  }
  return whole;
}

/** Formatted text without its formatting: `hidden` stands for what a spoiler hides. */
export function plainWords(text: string, hidden: string): string {
  const blocks = formattedBlocks(text);
  return blocks ? wordsOfBlocks(blocks, hidden) : text;
}

/** As much of a text, without its formatting, as a row, a title or a notification shows. */
export function plainExcerpt(text: string, hidden: string): string {
  // The whole of it is read: of half a spoiler nobody knows that it hides something.
  return excerpt(plainWords(text, hidden));
}

function wordsOfBlocks(blocks: readonly Block[], hidden: string): string {
  return blocks.map((block) => wordsOfBlock(block, hidden)).join('\n');
}

function wordsOfBlock(block: Block, hidden: string): string {
  switch (block.kind) {
    case 'paragraph':
      return wordsOf(block.children, hidden);
    case 'code-block':
      return block.text;
    case 'quote':
      return wordsOfBlocks(block.blocks, hidden);
    case 'list':
      return block.items
        .map(
          (item, index) =>
            `${block.start === undefined ? '•' : `${block.start + index}.`} ${wordsOfBlocks(item, hidden)}`,
        )
        .join('\n');
  }
}

/** `hidden`: in place of spoilers. */
function wordsOf(inlines: readonly Inline[], hidden?: string): string {
  return inlines
    .map((inline) => {
      if ('text' in inline) return inline.text;
      return (inline.kind === 'spoiler' ? hidden : undefined) ?? wordsOf(inline.children, hidden);
    })
    .join('');
}
