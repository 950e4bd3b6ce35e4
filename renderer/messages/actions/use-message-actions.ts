import {
  CircleCheck,
  Copy,
  Flag,
  Forward,
  Info,
  type LucideIcon,
  Pencil,
  Pin,
  PinOff,
  Reply,
  Trash2,
} from 'lucide-react';
import type { Message } from '../../../engine/api/api.ts';
import type { Catalogue } from '../../../text/languages.ts';
import {
  type ActionRights,
  actionsFor,
  isInBar,
  type MessageAction,
  mayReact,
} from '../../../view-models/messages/message-actions.ts';
import { type App, useApp } from '../../app/app.ts';
import { useText } from '../../app/text.tsx';

interface Drawn {
  readonly icon: LucideIcon;
  label(text: Catalogue): string;
  run(app: App, message: Message, text: Catalogue): void;
}

const drawn: { readonly [Action in MessageAction]: Drawn } = {
  reply: {
    icon: Reply,
    label: ({ messages }) => messages.reply,
    run({ replying, editing }, message) {
      editing.cancel(message.conversation);
      replying.begin(message);
    },
  },
  forward: {
    icon: Forward,
    label: ({ forwarding }) => forwarding.forward,
    run: ({ navigation }, { id }) => navigation.show('forward', id),
  },
  edit: {
    icon: Pencil,
    label: ({ messages }) => messages.edit,
    run: ({ editing }, message) => editing.edit(message),
  },
  copy: {
    icon: Copy,
    label: ({ messages }) => messages.copy,
    run: (app, { text }, { copied }) => copy(app, text, copied),
  },
  copyLocked: {
    icon: Copy,
    label: ({ locked }) => locked.copy,
    run: (app, { locked }, { copied }) => copy(app, locked, copied),
  },
  pin: { icon: Pin, label: ({ pins }) => pins.pin, run: (app, message) => pin(app, message, true) },
  unpin: { icon: PinOff, label: ({ pins }) => pins.unpin, run: (app, message) => pin(app, message, false) },
  select: {
    icon: CircleCheck,
    label: ({ selection }) => selection.select,
    run: ({ selection }, message) => selection.add(message),
  },
  details: {
    icon: Info,
    label: ({ messageDetails }) => messageDetails.title,
    run: ({ navigation }, { id }) => navigation.show('messageDetails', id),
  },
  delete: {
    icon: Trash2,
    label: ({ deletion }) => deletion.delete,
    run: ({ navigation }, { id }) => navigation.show('deleteMessage', id),
  },
  report: {
    icon: Flag,
    label: ({ reports }) => reports.report,
    run: ({ navigation }, message) => navigation.show('report', `${message.id} ${message.sender}`),
  },
};

export interface UsableAction {
  readonly name: MessageAction;
  readonly icon: LucideIcon;
  readonly label: string;
  readonly isInBar: boolean;
  run(): void;
}

/** What the bar on a message and its menu offer. */
export function useMessageActions(message: Message, rights: ActionRights) {
  const app = useApp();
  const text = useText();
  const actions = actionsFor(message, rights).map((name): UsableAction => {
    const { icon, label, run } = drawn[name];
    return { name, icon, label: label(text), isInBar: isInBar(name), run: () => run(app, message, text) };
  });
  return { actions, mayReact: mayReact(message, rights), toggle: reactionToggle(app, message) };
}

function copy({ shell, announcer }: App, text: string | undefined, copied: string): void {
  shell.copyText(text ?? '');
  announcer.say(copied);
}

function pin({ engine, notices }: App, { id, conversation }: Message, on: boolean): void {
  notices.showRefusal(engine.call('pin', { conversation, message: id, on }));
}

/** Puts an emoji on a message, or takes one's own off again. */
export function reactionToggle({ engine, notices }: App, message: Message) {
  return (emoji: string, on = !message.reactions?.some((one) => one.own && one.emoji === emoji)): void => {
    const { id, conversation } = message;
    notices.showRefusal(engine.call('react', { conversation, message: id, emoji, on }));
  };
}
