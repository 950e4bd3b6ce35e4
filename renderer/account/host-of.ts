import { DEFAULT_PORT } from '../../protocol/protocol.ts';

/** A server's URL as people say it: the host, and the port where it isn't the usual one. */
export function hostOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { host, hostname, port } = new URL(url);
  return port === String(DEFAULT_PORT) ? hostname : host;
}
