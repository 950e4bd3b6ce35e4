import {
  createContext,
  createElement,
  Fragment,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useContext,
  useState,
} from 'react';
import { type Block, formatText, type Inline } from '../../../view-models/formatting/formatted-text.ts';
import { type MentionPart, mentionParts } from '../../../view-models/messages/mention-parts.ts';
import { ownUser } from '../../../view-models/names.ts';
import { useApp } from '../../app/app.ts';
import { useText } from '../../app/text.tsx';
import { useStore } from '../../app/use-store.ts';
import { CopyButton } from '../../components/CopyButton.tsx';

interface FormattedTextProps {
  readonly text: string;
  readonly mentions?: readonly string[] | undefined;
}

const Mentions = createContext<readonly string[]>([]);

/** Foreign text as its author formatted it: elements of these few kinds, and nothing that the text itself could name. */
export function FormattedText({ text, mentions = [] }: FormattedTextProps) {
  return <Mentions value={mentions}>{together(formatText(text).map(blockElement))}</Mentions>;
}

/** Plain words, with those whom the message mentions marked in them. */
function Words({ text }: { text: string }) {
  const { messenger } = useApp();
  const mentions = useContext(Mentions);
  const status = useStore(messenger, (state) => state.status);
  if (mentions.length === 0) return text;
  const own = ownUser(status);
  return together(mentionParts(text, mentions, status).map((part) => mentionElement(part, own)));
}

function mentionElement({ text, mentioned }: MentionPart, own: string | undefined): ReactNode {
  if (mentioned === undefined) return text;
  return (
    <strong className="mention" data-own={mentioned === own}>
      {text}
    </strong>
  );
}

/** The parts of a text never change places, so that they need no keys. */
function together(parts: readonly ReactNode[]): ReactNode {
  return createElement(Fragment, null, ...parts);
}

function blockElement(block: Block): ReactNode {
  switch (block.kind) {
    case 'paragraph':
      return <p dir="auto">{together(block.children.map(inlineElement))}</p>;
    case 'code-block':
      return <CodeBlock code={block.text} language={block.language} />;
    case 'quote':
      return <blockquote>{together(block.blocks.map(blockElement))}</blockquote>;
    case 'list': {
      const items = together(block.items.map(itemElement));
      return block.start === undefined ? <ul>{items}</ul> : <ol start={block.start}>{items}</ol>;
    }
  }
}

function itemElement(item: readonly Block[]): ReactNode {
  return <li>{together(item.map(blockElement))}</li>;
}

function CodeBlock({ code, language }: { readonly code: string; readonly language: string }) {
  const { formatting } = useText();
  return (
    <div className="code-block">
      <div className="code-head">
        <bdi>{language}</bdi>
        <CopyButton label={formatting.copyCode} content={code} isSmall />
      </div>
      <pre dir="ltr">
        <code>{code}</code>
      </pre>
    </div>
  );
}

function inlineElement(inline: Inline): ReactNode {
  if ('text' in inline)
    return inline.kind === 'code' ? <code>{inline.text}</code> : <Words text={inline.text} />;
  const children = together(inline.children.map(inlineElement));
  switch (inline.kind) {
    case 'strong':
      return <strong>{children}</strong>;
    case 'emphasis':
      return <em>{children}</em>;
    case 'strike':
      return <s>{children}</s>;
    case 'spoiler':
      return <Spoiler>{children}</Spoiler>;
    case 'link':
      return (
        <Link url={inline.url} host={inline.host}>
          {children}
        </Link>
      );
  }
}

interface LinkProps {
  readonly url: string;
  readonly host: string | undefined;
  readonly children: ReactNode;
}

const MIDDLE = 1;

/** Opens outside. The real host is shown beside it where it could be taken for another one, and not copied with it. */
function Link({ url, host, children }: LinkProps) {
  const { shell } = useApp();

  function open(event: MouseEvent): void {
    event.preventDefault();
    shell.openExternal(url);
  }

  return (
    <a
      href={url}
      title={url}
      data-host={host}
      rel="noreferrer"
      draggable={false}
      onClick={open}
      onAuxClick={(event) => event.button === MIDDLE && open(event)}
    >
      {children}
    </a>
  );
}

/** Hides what it holds until it is pressed. A button would break the line around it. */
function Spoiler({ children }: { children: ReactNode }) {
  const { formatting } = useText();
  const [isShown, setShown] = useState(false);
  if (isShown) return <span className="spoiler-shown">{children}</span>;

  function pressByKey(event: KeyboardEvent): void {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    event.stopPropagation();
    setShown(true);
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a button is never broken between lines
    <span
      role="button"
      tabIndex={0}
      className="spoiler"
      aria-label={formatting.showHidden}
      title={formatting.showHidden}
      onClick={() => setShown(true)}
      onKeyDown={pressByKey}
    >
      <span aria-hidden="true">{children}</span>
    </span>
  );
}
