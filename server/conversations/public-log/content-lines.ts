import type { Content, ContentOf } from '../../../protocol/content/content.ts';

/** How a content stands in the public log. */
const lines: { readonly [Type in Content['type']]: (content: ContentOf<Type>) => string } = {
  text: ({ text }) => text,
  locked: () => '(locked)',
  edit: ({ text }) => `(edited) ${text}`,
  reaction: ({ emoji, on }) => (on ? `(reacted) ${emoji}` : `(took back) ${emoji}`),
  delete: () => '(deleted a message)',
  settings: () => '(changed a setting)',
  pin: ({ on }) => (on ? '(pinned a message)' : '(unpinned a message)'),
};

export function lineTextOf<Type extends Content['type']>(content: ContentOf<Type> & { type: Type }): string {
  return lines[content.type](content);
}
