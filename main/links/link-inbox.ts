// Links reach the app in four ways, some of them before there is a window: they wait until somebody listens.
import type { App } from 'electron';
import { type DeepLink, deepLinkIn, readDeepLink } from './deep-link.ts';

export interface LinkInbox {
  /** Takes one that was opened in the window. */
  take(link: DeepLink): void;
  /** Calls back with every link so far and from now on. */
  listen(listener: (link: DeepLink) => void): void;
}

/** `argv` is this process's own. */
export function createLinkInbox(app: Pick<App, 'on'>, argv: readonly string[]): LinkInbox {
  const waiting: DeepLink[] = [];
  let deliver = (link: DeepLink): void => void waiting.push(link);

  function take(link: DeepLink | undefined): void {
    if (link) deliver(link);
  }

  take(deepLinkIn(argv));
  app.on('second-instance', (_event, theirArgv) => take(deepLinkIn(theirArgv)));
  app.on('open-url', (event, url) => {
    event.preventDefault();
    take(readDeepLink(url));
  });
  return {
    take,
    listen(listener) {
      deliver = listener;
      for (const link of waiting.splice(0)) listener(link);
    },
  };
}
