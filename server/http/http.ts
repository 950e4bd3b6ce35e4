// The server's HTTP: its table of routes. Socket.IO answers what begins with /socket.io/ before they are asked.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Logger } from '../logger.ts';
import { answerHealth, type Health } from './health.ts';
import { type BasePath, createRouter, type Route, withoutBase } from './router.ts';
import { welcomePage } from './welcome-page.ts';

export interface Certificate {
  /** PEM. */
  readonly certificate: string;
  readonly key: string;
}

export interface HttpDependencies {
  readonly health: Health;
  readonly certificate: Certificate | undefined;
  readonly basePath: BasePath;
  readonly logger: Logger;
}

/** Throws when the certificate or its key is not usable. */
export function createHttpServer({ health, certificate, basePath, logger }: HttpDependencies): Server {
  const routes: readonly Route[] = [
    { method: 'GET', path: '/', answer: () => welcomePage },
    { method: 'GET', path: '/health', answer: () => answerHealth(health) },
  ];
  const listener = createRouter(routes, basePath, (error) =>
    logger.error({ error }, 'an HTTP request failed'),
  );
  const server = certificate
    ? createSecureServer({ cert: certificate.certificate, key: certificate.key }, listener)
    : createServer(listener);
  // Before Socket.IO listens: it knows one path.
  server.on('upgrade', (request: IncomingMessage) => {
    request.url = withoutBase(request.url ?? '/', basePath);
  });
  return server;
}
