// Messages that come in conversations which aren't open: each is a line of its own; many at once, as after an absence, are counted.
import type { Conversation, EngineEvents, Message } from '../../../engine/api/api.ts';
import { formatTime } from '../../../text/times.ts';
import type { ChatContext } from '../chat-context.ts';
import { type LineContext, messageLines, shortened } from '../lines/message-lines.ts';
import { plainTitle } from '../lines/plain-title.ts';
import { type Line, line } from '../screen/line.ts';

export interface ElsewhereOptions extends ChatContext {
  readonly find: (id: string) => Conversation | undefined;
  readonly isOpen: (id: string) => boolean;
  readonly lineContext: () => LineContext;
}

const GATHER_MILLISECONDS = 250;

export class Elsewhere {
  readonly #options: ElsewhereOptions;
  readonly #gathered = new Map<string, Message[]>();
  readonly #stop: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What comes before the summary is in it. */
  isQuiet = true;

  constructor(options: ElsewhereOptions) {
    this.#options = options;
    this.#stop = options.engine.on('message', (event) => this.#gather(event));
  }

  #gather({ conversation, message, alert }: EngineEvents['message']): void {
    const { find, isOpen } = this.#options;
    // The Lobby is loud: the prompt counts it.
    if (!alert || this.isQuiet || isOpen(conversation) || find(conversation)?.kind === 'public') return;
    this.#gathered.set(conversation, [...(this.#gathered.get(conversation) ?? []), message]);
    this.#timer ??= setTimeout(() => this.#show(), GATHER_MILLISECONDS);
  }

  #show(): void {
    this.#timer = undefined;
    const { screen, find, isOpen, lineContext } = this.#options;
    for (const [id, messages] of this.#gathered) {
      const conversation = find(id);
      if (conversation && !isOpen(id)) screen.print(elsewhereLines(conversation, messages, lineContext()));
    }
    this.#gathered.clear();
  }

  close(): void {
    this.#stop();
    clearTimeout(this.#timer);
  }
}

/** The beginning of one message, or how many there are. */
export function elsewhereLines(
  conversation: Conversation,
  messages: readonly Message[],
  context: LineContext,
): readonly Line[] {
  const { text } = context;
  const title = `[${plainTitle(conversation, text)}] `;
  const [first, ...more] = messages;
  if (!first) return [];
  if (more.length > 0)
    return [[{ text: title, as: 'strong' }, { text: text.notifications.newMessages(messages.length) }]];
  if (first.kind === 'system')
    return messageLines(first, context).map(([time, ...event]) => [
      ...(time ? [time] : []),
      { text: title, as: 'strong' as const },
      ...event,
    ]);
  const by = conversation.kind === 'direct' ? '' : `${first.sender}: `;
  const time = `${formatTime(first.sentAt, text.locale)} `;
  return [
    [
      { text: time, as: 'dim' },
      { text: title, as: 'strong' },
      ...line(`${by}${shortened(first.text ?? text.notifications.newMessage)}`),
    ],
  ];
}
