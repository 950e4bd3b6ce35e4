// What answers plain HTTP: whether the server is well, and a page for people who open its address in a browser.
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { welcomePage } from './welcome-page.ts';

export interface Health {
  readonly version: string;
  /** Whether the store can be read. */
  isStoreReadable(): Promise<boolean>;
}

export interface Certificate {
  /** PEM. */
  readonly certificate: string;
  readonly key: string;
}

/** Below which path a proxy shows the server, as `/chat`; empty at the top. */
export type BasePath = string;

/** Throws when the certificate or its key is not usable. */
export function createHttpServer(health: Health, tls: Certificate | undefined, basePath: BasePath): Server {
  const listener = respond(health, basePath);
  const server = tls
    ? createSecureServer({ cert: tls.certificate, key: tls.key }, listener)
    : createServer(listener);
  // Before Socket.IO listens: it knows one path.
  server.on('upgrade', (request: IncomingMessage) => {
    request.url = withoutBase(request.url ?? '/', basePath);
  });
  return server;
}

/** Some proxies take the path away that leads to them, others leave it. */
function withoutBase(url: string, basePath: BasePath): string {
  const isBelow = basePath !== '' && (url === basePath || url.startsWith(`${basePath}/`));
  return isBelow ? url.slice(basePath.length) || '/' : url;
}

function respond(health: Health, basePath: BasePath): RequestListener {
  return async (request, response) => {
    const [path = ''] = (request.url ?? '/').split('?', 1);
    const isReading = request.method === 'GET' || request.method === 'HEAD';
    switch (isReading && withoutBase(path, basePath)) {
      case '/':
        response.writeHead(200, welcomePage.headers).end(welcomePage.markup);
        return;
      case '/health': {
        const body = await describeHealth(health);
        const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
        response.writeHead(body.status === 'ok' ? 200 : 503, headers).end(JSON.stringify(body));
        return;
      }
      default:
        response.writeHead(404).end();
    }
  };
}

async function describeHealth(health: Health) {
  const isReadable = await health.isStoreReadable();
  return {
    status: isReadable ? 'ok' : 'failing',
    version: health.version,
    uptime: Math.floor(process.uptime()),
    store: isReadable ? 'ok' : 'unreadable',
  };
}
