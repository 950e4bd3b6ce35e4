// What a screen reader says by itself. It goes through one element at the end of the body, which no dialog hides: what
// stands visibly in the page is never live, or closing a dialog would have all of it said again. The element holds
// one text at a time, each long enough to be taken over, and none while a person types, whose keys would cut it short.

const BETWEEN_MILLISECONDS = 250;
const PAUSE_MILLISECONDS = 600;
const SHOWN_MILLISECONDS = 3_000;
/** Characters: who wants more of a text reads it where it stands. */
const LONGEST = 1_000;
/** So many messages that wait are said as a number. */
const MANY = 5;

export interface IncomingMessage {
  readonly sender: string;
  readonly text: string;
  /** Instead of many. `sender`: the only one, if there is only one. */
  readonly several: (count: number, sender: string | undefined) => string;
}

export interface Announcer {
  /** Of one topic only the latest is said, where an earlier one still waits. */
  say(words: string, topic?: string): void;
  sayMessage(message: IncomingMessage): void;
}

interface Announcement {
  readonly words: string;
  readonly topic: string | undefined;
  readonly message: IncomingMessage | undefined;
}

export function createAnnouncer(document: Document): Announcer {
  const region = appendRegion(document);
  let waiting: readonly Announcement[] = [];
  let nextAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Not before a moment, in the page's own time. */
  function holdUntil(moment: number): void {
    nextAt = Math.max(nextAt, moment);
    if (waiting.length > 0) arm();
  }

  function arm(): void {
    clearTimeout(timer);
    timer = setTimeout(sayNext, Math.max(0, nextAt - performance.now()));
  }

  function sayNext(): void {
    const [next, ...others] = summedUp(waiting);
    waiting = others;
    show(region, next?.words ?? '');
    nextAt = performance.now() + BETWEEN_MILLISECONDS;
    if (others.length > 0) arm();
    else timer = setTimeout(() => show(region, ''), SHOWN_MILLISECONDS);
  }

  function add(announcement: Announcement): void {
    const { topic } = announcement;
    const others = topic === undefined ? waiting : waiting.filter((one) => one.topic !== topic);
    waiting = [...others, announcement];
    arm();
  }

  // Keys cut short what is being said, wherever they are pressed; an input method may hand on only what it makes of them.
  for (const event of ['keydown', 'input']) {
    document.addEventListener(event, () => holdUntil(performance.now() + PAUSE_MILLISECONDS), true);
  }
  return {
    say: (words, topic) => add({ words, topic, message: undefined }),
    sayMessage: (message) => add({ words: `${message.sender}: ${message.text}`, topic: undefined, message }),
  };
}

/**
 * React Aria hides everything but a dialog, and what is marked as this is. The words are in a closed tree: they are no
 * text of the page that a search in it, or a test, should find beside the one that is seen.
 */
function appendRegion(document: Document): ShadowRoot {
  const region = document.createElement('div');
  region.className = 'visually-hidden';
  region.dataset.liveAnnouncer = 'true';
  region.ariaLive = 'polite';
  document.body.append(region);
  return region.attachShadow({ mode: 'closed' });
}

/** The same words once more would be no change, and nothing is said of what doesn't change. */
function show(region: ShadowRoot, words: string): void {
  const shown = words.length > LONGEST ? `${words.slice(0, LONGEST).toWellFormed()}…` : words;
  region.textContent = shown !== '' && shown === region.textContent ? `${shown}\u00a0` : shown;
}

/** Many messages as one announcement, in the place of the first of them. */
function summedUp(waiting: readonly Announcement[]): readonly Announcement[] {
  const messages = waiting.flatMap(({ message }) => message ?? []);
  const [first] = messages;
  if (!first || messages.length < MANY) return waiting;
  const isByOne = messages.every(({ sender }) => sender === first.sender);
  const words = first.several(messages.length, isByOne ? first.sender : undefined);
  const summary = { words, topic: undefined, message: undefined };
  return waiting.flatMap((one) => (one.message === first ? summary : one.message ? [] : one));
}
