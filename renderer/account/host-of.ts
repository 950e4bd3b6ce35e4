import { DEFAULT_PORT } from '../../protocol/protocol.ts';

/** A server's URL as people write it: the host, the port where it isn't the usual one, and the path if there is one. */
export function hostOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { host, hostname, pathname, port } = new URL(url);
  const path = pathname.replace(/\/$/, '');
  return `${port === String(DEFAULT_PORT) ? hostname : host}${path}`;
}
