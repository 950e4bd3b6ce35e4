import type { IncomingMessage, RequestListener } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Route {
  /** A route of GET answers HEAD too, without the body. */
  readonly method: 'GET';
  /** The whole path, without its query. */
  readonly path: string;
  readonly answer: () => Answer | Promise<Answer>;
}

/** Below which path a proxy shows the server, as `/chat`; empty at the top. */
export type BasePath = string;

/** `onFailure` gets what a route throws; the client gets a 500. */
export function createRouter(
  routes: readonly Route[],
  basePath: BasePath,
  onFailure: (error: unknown) => void,
): RequestListener {
  return async (request, response) => {
    const { status, headers, body } = await answerTo(routes, basePath, request).catch((error: unknown) => {
      onFailure(error);
      return sentence(500, 'The server failed at this and has logged why.');
    });
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
}

async function answerTo(
  routes: readonly Route[],
  basePath: BasePath,
  { method, url = '/' }: Pick<IncomingMessage, 'method' | 'url'>,
): Promise<Answer> {
  const [path = ''] = withoutBase(url, basePath).split('?', 1);
  const here = routes.filter((route) => route.path === path);
  if (here.length === 0) return sentence(404, 'There is nothing here.');
  const route = here.find((one) => one.method === (method === 'HEAD' ? 'GET' : method));
  if (route) return route.answer();
  const allowed = here.flatMap((one) => (one.method === 'GET' ? ['GET', 'HEAD'] : [one.method])).join(', ');
  return sentence(405, `Only ${allowed} can be asked of this.`, { allow: allowed });
}

/** Some proxies take the path away that leads to them, others leave it. */
export function withoutBase(url: string, basePath: BasePath): string {
  const rest = basePath !== '' && url.startsWith(basePath) ? url.slice(basePath.length) : undefined;
  if (rest === undefined || !/^(?:[/?]|$)/.test(rest)) return url;
  return rest.startsWith('/') ? rest : `/${rest}`;
}

function sentence(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body };
}
