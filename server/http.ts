// What answers plain HTTP: whether the server is well, and nothing else.
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';

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

/** Throws when the certificate or its key is not usable. */
export function createHttpServer(health: Health, tls: Certificate | undefined): Server {
  const listener = respond(health);
  return tls ? createSecureServer({ cert: tls.certificate, key: tls.key }, listener) : createServer(listener);
}

function respond(health: Health): RequestListener {
  return async (request, response) => {
    const path = request.url?.split('?', 1)[0];
    if (path !== '/health' || (request.method !== 'GET' && request.method !== 'HEAD')) {
      response.writeHead(404).end();
      return;
    }
    const store = await health.isStoreReadable();
    const body = {
      status: store ? 'ok' : 'failing',
      version: health.version,
      uptime: Math.floor(process.uptime()),
      store: store ? 'ok' : 'unreadable',
    };
    response
      .writeHead(store ? 200 : 503, { 'content-type': 'application/json', 'cache-control': 'no-store' })
      .end(JSON.stringify(body));
  };
}
