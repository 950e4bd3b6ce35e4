import type { TimelineItem } from '../../../view-models/timeline/items.ts';

const LINE = 20;
const EVENT_LINE = 18;
const QUOTE = 46;
const REACTIONS = 30;
const LINE_CHARACTERS = 64;

/** Pixels, before a row has been measured: near enough for the scroll bar to be honest. */
export function estimateHeight(item: TimelineItem | undefined): number {
  if (item?.kind !== 'message') return 44;
  if (item.message.kind === 'system') return 8 + EVENT_LINE * (item.message.events?.length ?? 1);
  const text = item.message.text ?? '';
  const lines = text
    .split('\n')
    .reduce((sum, line) => sum + Math.ceil(line.length / LINE_CHARACTERS || 1), 0);
  const quote = item.message.replyTo ? QUOTE : 0;
  const reactions = item.message.reactions ? REACTIONS : 0;
  return lines * LINE + 20 + (item.last ? 26 : 0) + quote + reactions;
}
