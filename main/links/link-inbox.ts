// Links reach the app in four ways, some of them before there is a window: they wait until it listens.
import type { App } from 'electron';
import { type DeepLink, readDeepLink } from './deep-link.ts';
import { readNoticeLink } from './notice-link.ts';

export interface Inbox<Link> {
  /** Takes one that was opened in the window. */
  take(link: Link): void;
  /** Calls back with every link so far and from now on. */
  listen(listener: (link: Link) => void): void;
}

export interface LinkInbox {
  /** To servers. */
  readonly servers: Inbox<DeepLink>;
  /** To conversations, by their ids. */
  readonly conversations: Inbox<string>;
}

/** `argv` is this process's own. */
export function createLinkInbox(app: Pick<App, 'on'>, argv: readonly string[]): LinkInbox {
  const servers = createInbox<DeepLink>();
  const conversations = createInbox<string>();

  function read(text: string): void {
    const link = readDeepLink(text);
    const conversation = readNoticeLink(text);
    if (link) servers.take(link);
    if (conversation !== undefined) conversations.take(conversation);
  }

  // Windows and Linux give a link as an argument of a new process.
  argv.forEach(read);
  app.on('second-instance', (_event, theirArgv) => theirArgv.forEach(read));
  app.on('open-url', (event, url) => {
    event.preventDefault();
    read(url);
  });
  return { servers, conversations };
}

function createInbox<Link>(): Inbox<Link> {
  const waiting: Link[] = [];
  let deliver = (link: Link): void => void waiting.push(link);
  return {
    take: (link) => deliver(link),
    listen(listener) {
      deliver = listener;
      for (const link of waiting.splice(0)) listener(link);
    },
  };
}
