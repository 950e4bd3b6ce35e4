// Every document request and every request to the app's own schemes passes here: navigations are put to the
// app first, and app:// is answered by the handler it registered.
import type { CdpEvent, CdpObject } from '../chromium/connection.ts';
import type { PageSession } from './page-session.ts';
import { Protocol, protocol } from './protocol.ts';
import { fromPageUrl } from './scheme-urls.ts';

export interface Navigation {
  readonly url: string;
  readonly isMainFrame: boolean;
}

export class RequestGate {
  readonly #page: PageSession;
  readonly #mayNavigate: (navigation: Navigation) => boolean;
  #expected: string | undefined;

  constructor(page: PageSession, mayNavigate: (navigation: Navigation) => boolean) {
    this.#page = page;
    this.#mayNavigate = mayNavigate;
  }

  /** Main loads this page address, or the page is reloaded: will-navigate asks about neither. */
  expect(pageUrl: string): void {
    this.#expected = withoutFragment(pageUrl);
  }

  async handleEvent({ method, params }: CdpEvent): Promise<void> {
    if (method !== 'Fetch.requestPaused') return;
    const { requestId, request, resourceType, frameId } = params;
    const url = fromPageUrl(request.url);
    const isMainFrame = frameId === this.#page.mainFrameId;
    const isAsked = resourceType === 'Document' && !(isMainFrame && request.url === this.#expected);
    if (isAsked && !this.#mayNavigate({ url, isMainFrame })) {
      await this.#page.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
      return;
    }
    const handler = Protocol.handlerOf(protocol, url);
    if (handler) await this.#fulfil(requestId, async () => handler(toRequest(url, request)));
    else await this.#page.send('Fetch.continueRequest', { requestId });
  }

  async #fulfil(requestId: string, respond: () => Promise<Response>): Promise<void> {
    try {
      const response = await respond();
      await this.#page.send('Fetch.fulfillRequest', {
        requestId,
        responseCode: response.status,
        responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
        body: Buffer.from(await response.arrayBuffer()).toString('base64'),
      });
    } catch (error) {
      process.stderr.write(`electron double: protocol handler: ${error}\n`);
      await this.#page.send('Fetch.failRequest', { requestId, errorReason: 'Failed' });
    }
  }
}

function toRequest(url: string, { method, headers, postData }: CdpObject): Request {
  return new Request(withoutFragment(url), { method, headers, body: postData ?? null });
}

function withoutFragment(url: string): string {
  return url.replace(/#.*$/, '');
}
