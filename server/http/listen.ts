import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { networkInterfaces } from 'node:os';
import { isSystemError } from '../../node/atomic-file.ts';
import { decodeText } from '../../node/decode-text.ts';
import type { ServerConfig } from '../config/config.ts';
import type { Logger } from '../logger.ts';
import { StartFailure } from '../start-failure.ts';
import type { Health } from './health.ts';
import { type Certificate, createHttpServer, type HttpDependencies } from './http.ts';

export interface Listening {
  readonly httpServer: Server;
  /** Where others reach it: `http://host:port`. */
  readonly url: string;
}

/** Throws a StartFailure when the port or the certificate can't be used. */
export async function listen(config: ServerConfig, health: Health, logger: Logger): Promise<Listening> {
  const certificate = await readCertificate(config);
  const httpServer = createSafely(config, { health, certificate, basePath: basePathOf(config), logger });
  httpServer.listen(config.port, config.host);
  try {
    await once(httpServer, 'listening');
  } catch (error) {
    throw listenFailure(error, config);
  }
  const bound = httpServer.address();
  if (bound === null || typeof bound === 'string') throw new Error('the server listens on no port');
  const scheme = config.tlsCertificate ? 'https' : 'http';
  return { httpServer, url: `${scheme}://${reachableHost(config.host)}:${bound.port}` };
}

async function readCertificate({ tlsCertificate, tlsKey }: ServerConfig): Promise<Certificate | undefined> {
  if (tlsCertificate === undefined || tlsKey === undefined) return;
  return { certificate: await readPem(tlsCertificate), key: await readPem(tlsKey) };
}

async function readPem(path: string): Promise<string> {
  try {
    return decodeText(await readFile(path));
  } catch (cause) {
    const sentence = `The TLS file ${path} can’t be read. Check the path and its permissions.`;
    throw new StartFailure(sentence, { cause });
  }
}

function createSafely(config: ServerConfig, dependencies: HttpDependencies): Server {
  try {
    return createHttpServer(dependencies);
  } catch (cause) {
    if (!dependencies.certificate) throw cause;
    const files = `${config.tlsCertificate} and ${config.tlsKey}`;
    const sentence = `The TLS files ${files} are not a PEM certificate and its key. Replace them.`;
    throw new StartFailure(sentence, { cause });
  }
}

function listenFailure(cause: unknown, { host, port }: ServerConfig): unknown {
  if (isSystemError(cause, 'EADDRINUSE')) {
    const sentence = `Port ${port} on ${host} is in use. Stop what uses it, or choose another with --port.`;
    return new StartFailure(sentence, { cause });
  }
  if (isSystemError(cause, 'EACCES')) {
    const sentence = `Port ${port} needs rights this process does not have. Choose one above 1023 with --port.`;
    return new StartFailure(sentence, { cause });
  }
  if (isSystemError(cause, 'EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EAFNOSUPPORT')) {
    const sentence = `This computer has no address ${host}. Choose one it has with --host.`;
    return new StartFailure(sentence, { cause });
  }
  return cause;
}

function basePathOf({ publicUrl }: ServerConfig): string {
  return publicUrl === undefined ? '' : new URL(publicUrl).pathname.replace(/\/$/, '');
}

/** Every address is no address to call: then the first that leads here from elsewhere. */
function reachableHost(host: string): string {
  if (host !== '0.0.0.0' && host !== '::') return host.includes(':') ? `[${host}]` : host;
  const addresses = Object.values(networkInterfaces()).flatMap((one) => one ?? []);
  const reachable = addresses.find(({ family, internal }) => family === 'IPv4' && !internal);
  return reachable?.address ?? '127.0.0.1';
}
