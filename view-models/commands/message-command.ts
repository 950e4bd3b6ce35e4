// Commands on one message. `#41` names it, by the number that `/last` shows: its place in the conversation, which never
// changes. Without a number the one is meant that a person is most likely to mean.
import { emoji } from '../../protocol/emoji.ts';

const onMessage = ['delete', 'retry', 'pin', 'unpin', 'report'] as const;
const withText = ['reply', 'edit'] as const;

export type MessageCommand = { readonly number?: number } & (
  | { readonly name: (typeof onMessage)[number] }
  | { readonly name: (typeof withText)[number]; readonly text: string }
  | { readonly name: 'react'; readonly emoji: string }
);

const names: readonly string[] = [...onMessage, ...withText, 'react'] satisfies MessageCommand['name'][];

export function isMessageCommand(name: string): name is MessageCommand['name'] {
  return names.includes(name);
}

/** Undefined where it is written in another way. */
export function messageCommandOf(name: MessageCommand['name'], written: string): MessageCommand | undefined {
  const [, digits, after = ''] = /^#(\d{1,15})(?:(?:\s*\n|\s+)([\s\S]*))?$/.exec(written) ?? [];
  const rest = digits === undefined ? written : after;
  const named = digits === undefined ? {} : { number: Number(digits) };
  switch (name) {
    case 'reply':
    case 'edit':
      return rest === '' ? undefined : { name, ...named, text: rest };
    case 'react': {
      // Keyboards leave out the sign that makes an emoji of a symbol such as ❤.
      const chosen = [rest, `${rest}\ufe0f`].find((one) => emoji.safeParse(one).success);
      return chosen === undefined ? undefined : { name, ...named, emoji: chosen };
    }
    default:
      return rest === '' ? { name, ...named } : undefined;
  }
}
