// One attached DevTools session: the page of one window.
import { randomBytes } from 'node:crypto';
import type { CdpEvent, CdpObject } from '../chromium/connection.ts';
import type { PageNames } from '../page/page-globals.ts';
import { mainWorldSource, type PreloadScript, preloadWorldSource } from '../page/page-source.ts';
import { theConnection } from '../state.ts';
import { openTarget } from './page-target.ts';
import { knownSchemes } from './scheme-urls.ts';

export const preloadWorldName = 'Electron Isolated Context';

export interface PageOptions {
  readonly width: number;
  readonly height: number;
  readonly preload: PreloadScript | undefined;
  /** What the preload sees as `process`. */
  readonly process: object;
}

export class PageSession {
  readonly names: PageNames = drawNames();
  targetId = '';
  mainFrameId = '';
  #sessionId = '';
  #stop: (() => void) | undefined;

  /** Opens the page and prepares it. `onEvent` gets the events of this page, in order. */
  async open(options: PageOptions, onEvent: (event: CdpEvent) => void): Promise<void> {
    const { width, height } = options;
    this.targetId = await openTarget({ width, height });
    const attached = { targetId: this.targetId, flatten: true };
    const { sessionId } = await theConnection().send('Target.attachToTarget', attached);
    this.#sessionId = sessionId;
    this.#stop = theConnection().listen((event) => {
      if (event.sessionId === sessionId) onEvent(event);
    });
    await this.#prepare(options);
  }

  send(method: string, params: object = {}): Promise<CdpObject> {
    return theConnection().send(method, params, this.#sessionId);
  }

  detach(): void {
    this.#stop?.();
  }

  async #prepare({ preload, process }: PageOptions): Promise<void> {
    const { names } = this;
    const worldName = preloadWorldName;
    await Promise.all([
      this.send('Page.enable'),
      this.send('Runtime.enable'),
      this.send('Inspector.enable'),
      this.send('Runtime.addBinding', { name: names.binding, executionContextName: worldName }),
      this.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldSource(names) }),
      this.send('Page.addScriptToEvaluateOnNewDocument', {
        source: preloadWorldSource(names, preload, process),
        worldName,
      }),
      this.send('Fetch.enable', { patterns: interceptedRequests() }),
    ]);
    const { frameTree } = await this.send('Page.getFrameTree');
    this.mainFrameId = frameTree.frame.id;
  }
}

function drawNames(): PageNames {
  const draw = (prefix: string) => prefix + randomBytes(8).toString('hex');
  return {
    binding: draw('b'),
    deliver: draw('d'),
    toPreload: draw('p'),
    toMain: draw('m'),
    host: draw('h'),
  };
}

function interceptedRequests(): readonly object[] {
  const ours = knownSchemes().flatMap((scheme) => [
    { urlPattern: `https://*.${scheme}.internal/*` },
    { urlPattern: `${scheme}://*` },
  ]);
  return [{ urlPattern: '*', resourceType: 'Document' }, ...ours];
}
