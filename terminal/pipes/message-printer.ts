// A message as what `parley tail` prints of it.
import type { Message } from '../../engine/api/api.ts';
import type { LineContext } from '../chat/lines/message-lines.ts';
import { nothingShown, timelineLines } from '../chat/lines/timeline-lines.ts';
import { drawn, type Paint } from '../chat/screen/line.ts';

export type PrintMessage = (message: Message) => string;

export function jsonPrinter(): PrintMessage {
  return (message) => `${JSON.stringify(message)}\n`;
}

/** As lines of `parley chat`, with a line for each day. */
export function linePrinter(context: LineContext, paint: Paint, columns?: number): PrintMessage {
  let shown = nothingShown;
  return (message) => {
    const state = { messages: [message], divider: undefined };
    const now = new Date();
    const drawing = timelineLines(shown, state, { ...context, now, showsStates: false, echoes: false });
    shown = drawing.shown;
    return drawing.lines.map((line) => `${drawn(line, paint, columns)}\n`).join('');
  };
}
