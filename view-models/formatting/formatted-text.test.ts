import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Block, formatText, type Inline, plainExcerpt, plainWords } from './formatted-text.ts';

/** A tree in short: `strong(bold)`. */
function short(text: string): string {
  return formatText(text).map(shortBlock).join(' / ');
}

function shortBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return block.children.map(shortInline).join('');
    case 'code-block':
      return `code-block:${block.language}(${block.text})`;
    case 'quote':
      return `quote(${block.blocks.map(shortBlock).join(' / ')})`;
    case 'list':
      return `list${block.start ?? ''}(${block.items.map((item) => item.map(shortBlock).join(' / ')).join(', ')})`;
  }
}

function shortInline(inline: Inline): string {
  if (inline.kind === 'text') return inline.text;
  return `${inline.kind}(${'text' in inline ? inline.text : inline.children.map(shortInline).join('')})`;
}

test.each([
  ['**bold** and __bold__', 'strong(bold) and strong(bold)'],
  ['*slanted* and _slanted_', 'emphasis(slanted) and emphasis(slanted)'],
  ['***both***', 'emphasis(strong(both))'],
  ['~~gone~~', 'strike(gone)'],
  ['`a *b* c`', 'code(a *b* c)'],
  ['||the **end**||', 'spoiler(the strong(end))'],
  ['```js\nlet a = 1;\n\n  b\n```', 'code-block:js(let a = 1;\n\n  b)'],
  ['see\n```\nit\n```\nthere', 'see / code-block:(it) / there'],
  ['> one\n> two\n\nanswer', 'quote(one\ntwo) / answer'],
  ['> > deep', 'quote(quote(deep))'],
  ['- one\n- **two**', 'list(one, strong(two))'],
  ['2. two\n3. three', 'list2(two, three)'],
  ['- one\n  - below', 'list(one / list(below))'],
  ['first line\nsecond *line*', 'first line\nsecond emphasis(line)'],
  ['[a page](https://a.example/page)', 'link(a page)'],
  ['_https://a.example/page_', 'emphasis(link(https://a.example/page))'],
  ['[https://a.example/](https://b.example/)', 'link(https://a.example/)'],
  ['**https://a.example/page**', 'strong(link(https://a.example/page))'],
])('formats %j', (text, tree) => {
  expect(short(text)).toBe(tree);
});

test.each([
  'snake_case_name and 2 * 3 * 4',
  'a || b || c',
  '¯\\_(ツ)_/¯',
  'C:\\*.txt',
  '>:(',
  'one\n>.<',
  '-5 degrees',
  '#1',
  '# not a heading',
  '<b>no HTML</b> &amp; no entity',
  '![no picture]',
  '[no reference]: https://a.example/',
  '**',
  '|| ||',
  'a **b',
  '  indented\n\n\n    with   gaps  ',
])('leaves %j as it was typed', (text) => {
  expect(plainWords(text, '…')).toBe(text);
  expect(short(text).replace(/link\((.*)\)/, '$1')).toBe(text);
});

test('a backslash takes the meaning from a mark, and is not shown', () => {
  expect(short('\\*no\\* \\_no\\_ \\`no\\` **yes**')).toBe('*no* _no_ `no` strong(yes)');
});

test('what looks like formatting within an address belongs to the address', () => {
  expect(formatText('**so** https://a.example/_b_/~~c~~?d=*e*x')).toMatchObject([
    {
      children: [
        { kind: 'strong' },
        { text: ' ' },
        { kind: 'link', url: 'https://a.example/_b_/~~c~~?d=*e*x' },
      ],
    },
  ]);
});

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  'https://good.example@bad.example/',
  '//a.example/page',
])('a link to %s is none', (address) => {
  const [block] = formatText(`**so** [here](${address})`);
  expect(JSON.stringify(block)).not.toContain(`"url":"${address}`);
  expect(plainWords(`[here](${address})`, '…')).toContain('[here](');
});

test('a link that shows other words or another host than its own names its own', () => {
  expect(formatText('[https://good.example](https://bad.example/x)')).toMatchObject([
    { children: [{ kind: 'link', url: 'https://bad.example/x', host: 'bad.example' }] },
  ]);
  expect(formatText('[good words](https://bad.example/x)')).toMatchObject([
    { children: [{ kind: 'link', host: 'bad.example' }] },
  ]);
});

test('rows and notifications show words without marks, and nothing that a spoiler hides', () => {
  expect(plainExcerpt('**It was** ||the *butler*||, `x`\n- a\n- b', '[hidden]')).toBe(
    'It was [hidden], x\n• a\n• b',
  );
  expect(plainExcerpt(`||${'secret '.repeat(1_000)}end||`, '[hidden]')).toBe('[hidden]');
});

test('no letter is lost, whatever the marks around it', () => {
  const marks = [
    '*',
    '_',
    '~~',
    '`',
    '```\n',
    '||',
    '[',
    '](https://a.example/)',
    '\\',
    '> ',
    '- ',
    '1. ',
    '\n',
    ' ',
  ];
  const letters = (some: string) => some.replace(/[^X]/g, '').length;
  fc.assert(
    fc.property(fc.array(fc.constantFrom('X', ...marks), { maxLength: 60 }), (parts) => {
      expect(letters(short(parts.join('')))).toBe(letters(parts.join('')));
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  ['*', '*'.repeat(65_536)],
  ['[', '['.repeat(65_536)],
  ['~', '~'.repeat(65_536)],
  ['list', '- a\n'.repeat(16_384)],
  ['quote', '> a\n\n'.repeat(13_107)],
])('a message of nothing but %s is shown as it was typed', (_, text) => {
  expect(formatText(text)).toEqual([{ kind: 'paragraph', children: [{ kind: 'text', text }] }]);
});
