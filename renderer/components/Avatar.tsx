import { Hash, NotebookPen, Users } from 'lucide-react';
import type { Presence } from '../../protocol/accounts.ts';
import { useText } from '../app/text.tsx';

const HUES = 8;

interface AvatarProps {
  /** A user name decides the colour, so that it stays when the displayed name changes. */
  readonly user: string;
  readonly name: string;
  readonly size: 'small' | 'own' | 'header' | 'medium' | 'large';
  readonly presence?: Presence | undefined;
}

export function Avatar({ user, name, size, presence }: AvatarProps) {
  const text = useText();
  return (
    <span className="avatar" data-size={size} data-hue={hueOf(user)} aria-hidden="true">
      <bdi>{initialOf(name)}</bdi>
      {presence && <PresenceDot presence={presence} title={text.presence[presence]} />}
    </span>
  );
}

export function PresenceDot({ presence, title }: { presence: Presence; title?: string }) {
  return <span className="presence-dot" data-presence={presence} title={title} />;
}

const symbols = { lobby: Hash, group: Users, self: NotebookPen } as const;

export function SymbolAvatar({ symbol, size }: { symbol: keyof typeof symbols; size: AvatarProps['size'] }) {
  const Icon = symbols[symbol];
  return (
    <span className="avatar" data-size={size} aria-hidden="true">
      <Icon />
    </span>
  );
}

function hueOf(user: string): number {
  let hash = 7;
  for (const letter of user) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
  return hash % HUES;
}

function initialOf(name: string): string {
  const [first = '?'] = new Intl.Segmenter().segment(name.trim());
  return (typeof first === 'string' ? first : first.segment).toLocaleUpperCase();
}
