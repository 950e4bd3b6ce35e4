import type { Pinned } from '../../../engine/api/api.ts';
import type { Line } from '../screen/line.ts';
import { line } from '../screen/line.ts';
import { type LineContext, shortened } from './message-lines.ts';

/** Pins that have come or gone. */
export function pinLines(
  before: readonly Pinned[],
  now: readonly Pinned[],
  context: LineContext,
): readonly Line[] {
  const { words } = context;
  const come = now.filter(({ id }) => !before.some((one) => one.id === id));
  const gone = before.filter(({ id }) => !now.some((one) => one.id === id));
  return [
    ...come.toReversed().map((one) => pinnedLine(one, context)),
    ...gone.map((one) => line(`* ${words.unpinned(quoted(one, context))}`, 'dim')),
  ];
}

/** As it stands above a conversation, too. */
export function pinnedLine(pinned: Pinned, context: LineContext): Line {
  return line(`* ${context.text.pins.by(pinned.by)}: ${quoted(pinned, context)}`, 'dim');
}

function quoted({ sender, kind, text: said }: Pinned, { text, blocked }: LineContext): string {
  if (sender === undefined) return text.messages.quotedElsewhere;
  if (blocked.has(sender)) return text.requests.hidden;
  if (kind === 'locked') return text.locked.message;
  return said === undefined ? text.deletion.quoted : shortened(said, text);
}
