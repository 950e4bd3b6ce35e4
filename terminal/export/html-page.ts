// A conversation as a page: one file, which loads nothing from anywhere and runs nothing. Everything that people have written
// is text in it, whatever it looks like.
import type { EngineStatus, Message } from '../../engine/api/api.ts';
import type { Catalogue } from '../../text/languages.ts';
import { messageReason } from '../../text/sentence.ts';
import { formatDate, formatDay, formatTime } from '../../text/times.ts';
import { deletedWords } from '../../view-models/deletion/deletion.ts';
import {
  type Block,
  formatText,
  type Inline,
  plainExcerpt,
} from '../../view-models/formatting/formatted-text.ts';
import { groupEventLines } from '../../view-models/groups/group-events.ts';
import { lockedWords } from '../../view-models/locked/locked-words.ts';

export interface ExportedPage {
  readonly title: string;
  readonly own: string;
  readonly status: EngineStatus;
  readonly messages: readonly Message[];
  readonly text: Catalogue;
  readonly exportedAt: Date;
}

const style = `:root{color-scheme:light dark;--ink:#1d2429;--paper:#faf8f4;--dim:#5c666d;--line:#dcd7cc;--accent:#0b5f6b}
@media(prefers-color-scheme:dark){:root{--ink:#e6e3dc;--paper:#15191c;--dim:#9aa4aa;--line:#333a3f;--accent:#7cc4cf}}
body{margin:0 auto;padding:2rem 1rem;max-width:46rem;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
h2{margin:2rem 0 1rem;font-size:.9rem;color:var(--dim);border-bottom:1px solid var(--line)}
article{margin:.75rem 0}header,.note{color:var(--dim);font-size:.9rem}header b{color:var(--ink)}
p,pre,blockquote,ul,ol{margin:.25rem 0}p{white-space:pre-wrap}pre,code{font-family:ui-monospace,monospace;font-size:.9em}
pre{overflow-x:auto;padding:.5rem;border:1px solid var(--line)}blockquote{padding-left:.75rem;border-left:3px solid var(--line)}
a{color:var(--accent)}.spoiler{background:var(--ink);color:var(--ink)}.spoiler:hover,.spoiler:focus{background:none}`;

export function htmlPage({ title, messages, status, text, exportedAt, own }: ExportedPage): string {
  const days = Map.groupBy(messages, ({ sentAt }) => new Date(sentAt).toDateString());
  const sections = [...days.values()].map((some) => {
    const [first] = some;
    const heading = first ? formatDay(first.sentAt, text.locale, exportedAt) : '';
    return `<section>\n<h2>${escaped(heading)}</h2>\n${some.map((one) => article(one, own, text)).join('')}</section>\n`;
  });
  const about = `${status.account ?? ''} · ${formatDate(exportedAt.toISOString(), text.locale)}`;
  return `<!doctype html>
<html lang="${escaped(text.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${isolated(title)}</h1>
<p class="note">${isolated(about)}</p>
${sections.join('')}</main>
</body>
</html>
`;
}

function article(message: Message, own: string, text: Catalogue): string {
  const { sender, sentAt, replyTo, reactions = [], edited, forwarded } = message;
  const time = `<time datetime="${escaped(sentAt)}">${escaped(formatTime(sentAt, text.locale))}</time>`;
  if (message.kind === 'system') {
    const lines = groupEventLines(message, { text, own, people: new Map() });
    return lines.map((line) => `<p class="note">${time} ${isolated(line)}</p>\n`).join('');
  }
  const quote =
    replyTo?.sender === undefined
      ? ''
      : `<blockquote class="note">${isolated(`${replyTo.sender}: ${plainExcerpt(replyTo.text ?? '', text.formatting.hidden)}`)}</blockquote>`;
  const words = [forwarded && text.forwarding.mark, edited && text.timeline.edited];
  const marks = words.flatMap((word) => (word ? ` (${escaped(word)})` : [])).join('');
  const reacted = reactions.map(({ emoji, count }) => `${escaped(emoji)} ${count}`).join(' ');
  const below = reacted && `<p class="note">${reacted}</p>`;
  return `<article><header><b>${isolated(sender)}</b> ${time}${marks}</header>${quote}${said(message, own, text)}${below}</article>\n`;
}

function said(message: Message, own: string, text: Catalogue): string {
  const note = (words: string) => `<p class="note">${isolated(words)}</p>`;
  switch (message.kind) {
    case 'text':
      return htmlOf(formatText(message.text ?? ''));
    case 'locked':
      return note(lockedWords(message, { text }));
    case 'deleted':
      return note(deletedWords(message, { text, own, people: new Map() }));
    case 'unreadable':
      return note(messageReason(text, message) ?? text.timeline.unreadable);
    case 'system':
      return '';
    default:
      return message.kind satisfies never;
  }
}

function htmlOf(blocks: readonly Block[]): string {
  return blocks.map(blockHtml).join('');
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p dir="auto">${inlinesHtml(block.children)}</p>`;
    case 'code-block':
      return `<pre dir="ltr"><code>${escaped(block.text)}</code></pre>`;
    case 'quote':
      return `<blockquote>${htmlOf(block.blocks)}</blockquote>`;
    case 'list': {
      const items = block.items.map((item) => `<li>${htmlOf(item)}</li>`).join('');
      return block.start === undefined ? `<ul>${items}</ul>` : `<ol start="${block.start}">${items}</ol>`;
    }
    default:
      return block satisfies never;
  }
}

const elements = { strong: 'strong', emphasis: 'em', strike: 's' } as const;

function inlinesHtml(inlines: readonly Inline[]): string {
  return inlines.map(inlineHtml).join('');
}

function inlineHtml(inline: Inline): string {
  switch (inline.kind) {
    case 'text':
      return escaped(inline.text);
    case 'code':
      return `<code>${escaped(inline.text)}</code>`;
    case 'spoiler':
      return `<span class="spoiler" tabindex="0">${inlinesHtml(inline.children)}</span>`;
    case 'link': {
      const host = inline.host === undefined ? '' : ` (${isolated(inline.host)})`;
      return `<a href="${escaped(inline.url)}" rel="noreferrer">${inlinesHtml(inline.children)}</a>${host}`;
    }
    default: {
      const element = elements[inline.kind];
      return `<${element}>${inlinesHtml(inline.children)}</${element}>`;
    }
  }
}

/** A text that can't turn what stands around it. */
function isolated(text: string): string {
  return `<bdi>${escaped(text)}</bdi>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.toWellFormed().replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
