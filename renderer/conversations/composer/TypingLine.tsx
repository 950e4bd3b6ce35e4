import type { ConversationId } from '../../../protocol/ids.ts';
import { nameOf } from '../../../view-models/names.ts';
import { useApp } from '../../app/app.ts';
import { useText } from '../../app/text.tsx';
import { useStore } from '../../app/use-store.ts';

const NO_ONE: readonly string[] = [];

/** Says who is writing, in room that is always there. It is there to be read, but isn't announced: it comes and goes all the time. */
export function TypingLine({ conversation }: { readonly conversation: ConversationId }) {
  const { typing: words } = useText();
  const { messenger, typing } = useApp();
  const users = useStore(typing, (all) => all.get(conversation) ?? NO_ONE);
  const people = useStore(messenger, (state) => state.people);
  const [first, second, ...others] = users.map((user) => nameOf(people, user));
  if (first === undefined) return;
  const one = second === undefined ? words.one(first) : words.two(first, second);
  return <p className="typing-line">{others.length > 0 ? words.several : one}</p>;
}
