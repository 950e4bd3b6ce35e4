// The formatting of a message as parts of lines: the tree that the window makes elements of.
import { type Block, formatText, type Inline } from '../../../view-models/formatting/formatted-text.ts';
import type { Part, Role } from '../screen/line.ts';

/** Makes parts of a text in which nothing is formatted. */
type PlainParts = (text: string) => readonly Part[];

export function formattedParts(text: string, plain: PlainParts = (one) => [{ text: one }]): readonly Part[] {
  return blockParts(formatText(text), plain);
}

function blockParts(blocks: readonly Block[], plain: PlainParts): readonly Part[] {
  return blocks.flatMap((block, index) => [...(index > 0 ? [{ text: '\n' }] : []), ...partsOf(block, plain)]);
}

function partsOf(block: Block, plain: PlainParts): readonly Part[] {
  switch (block.kind) {
    case 'paragraph':
      return block.children.flatMap((child) =>
        child.kind === 'text' ? plain(child.text) : inlineParts(child, 'text'),
      );
    case 'code-block':
      return [{ text: block.text, as: 'code' }];
    case 'quote':
      return begun('> ', blockParts(block.blocks, plain));
    case 'list': {
      const { start, items } = block;
      return items.flatMap((item, index) => [
        ...(index > 0 ? [{ text: '\n' }] : []),
        ...begun(start === undefined ? '• ' : `${start + index}. `, blockParts(item, plain), '  '),
      ]);
    }
  }
}

/** Lines behind a first sign, and the further ones behind the same or an indent. */
function begun(sign: string, parts: readonly Part[], further = sign): readonly Part[] {
  return [
    { text: sign },
    ...parts.map((part) => ({ ...part, text: part.text.replaceAll('\n', `\n${further}`) })),
  ];
}

const roles: Readonly<Record<Exclude<Inline['kind'], 'text' | 'link'>, Role>> = {
  code: 'code',
  strong: 'strong',
  emphasis: 'emphasis',
  strike: 'strike',
  spoiler: 'spoiler',
};

/** A role within another one has the inner one's format, but nothing gets out of a spoiler. */
function inlineParts(inline: Inline, around: Role): readonly Part[] {
  const its = inline.kind === 'text' || inline.kind === 'link' ? around : roles[inline.kind];
  const as = around === 'spoiler' ? around : its;
  if ('text' in inline) return [{ text: inline.text, as }];
  const children = inline.children.flatMap((child) => inlineParts(child, as));
  if (inline.kind === 'spoiler' && around !== 'spoiler') return [{ text: '||' }, ...children, { text: '||' }];
  return inline.kind === 'link' ? [...children, ...addressOf(inline, as)] : children;
}

/** A terminal shows the whole address where the text isn't it. */
function addressOf({ url, children }: Extract<Inline, { kind: 'link' }>, as: Role): readonly Part[] {
  const [child] = children;
  const shown = child && 'text' in child ? child.text : '';
  return url === shown || url === `${shown}/` ? [] : [{ text: ` (${url})`, as }];
}
