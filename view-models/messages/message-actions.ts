// What one may do with a message. The bar on a message and its menu are both drawn from this one list.
import type { Message } from '../../engine/api/api.ts';
import { canDelete } from '../deletion/deletion.ts';
import { canEdit } from '../editing.ts';
import { isSelectable } from './selection.ts';

export interface ActionRights {
  readonly own: string;
  /** Whether one may write here, or may at least change what is there. */
  readonly mayWrite: boolean;
  readonly mayChange: boolean;
  /** The user is an admin or owner of the group. */
  readonly moderates: boolean;
  /** The pinned messages, where the user may pin and unpin. */
  readonly pinned?: ReadonlySet<string>;
}

interface ActionRule {
  /** It is in the bar on the message, not in the menu alone. */
  readonly inBar: boolean;
  isFor(message: Message, rights: ActionRights): boolean;
}

/** In the order in which they are shown. */
const rules = {
  reply: { inBar: true, isFor: (message, { mayWrite }) => mayWrite && isTarget(message) },
  /** Whatever the user can read, wherever it may be written to. */
  forward: { inBar: true, isFor: ({ kind }) => kind === 'text' },
  edit: { inBar: true, isFor: (message, { own, mayChange }) => mayChange && canEdit(message, own) },
  copy: { inBar: false, isFor: ({ text }) => !!text },
  /** As `openssl` opens it. */
  copyLocked: { inBar: false, isFor: ({ locked }) => !!locked },
  pin: {
    inBar: false,
    isFor: (message, rights) => mayPin(message, rights) && !rights.pinned?.has(message.id),
  },
  unpin: { inBar: false, isFor: ({ id }, { mayChange, pinned }) => mayChange && pinned?.has(id) === true },
  select: { inBar: false, isFor: isSelectable },
  details: { inBar: false, isFor: ({ kind }) => kind !== 'system' },
  delete: {
    inBar: false,
    isFor: (message, { own, mayChange, moderates }) => mayChange && canDelete(message, own, moderates),
  },
  report: { inBar: false, isFor: ({ sender, kind }, { own }) => sender !== own && kind === 'text' },
} as const satisfies Record<string, ActionRule>;

export type MessageAction = keyof typeof rules;
const all = Object.keys(rules) as readonly MessageAction[];

export function actionsFor(message: Message, rights: ActionRights): readonly MessageAction[] {
  return all.filter((action) => rules[action].isFor(message, rights));
}

export function isInBar(action: MessageAction): boolean {
  return rules[action].inBar;
}

/** The emoji that are one click away. */
export const commonEmoji = ['👍', '❤️', '😂', '🎉', '😮', '🙏'] as const;

/** Not to what waits to be sent. */
export function mayReact(message: Message, { mayChange }: ActionRights): boolean {
  return mayChange && isTarget(message) && message.seq !== undefined;
}

/** Not what waits to be sent, as for a reaction. */
function mayPin(message: Message, rights: ActionRights): boolean {
  return rights.pinned !== undefined && mayReact(message, rights);
}

/** What its other readers have, or will have. */
function isTarget({ kind, state, seq, code }: Message): boolean {
  return (
    (kind === 'text' || kind === 'locked') &&
    code !== 'not-on-server' &&
    !(state === 'failed' && seq === undefined)
  );
}
