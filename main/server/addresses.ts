import type { networkInterfaces } from 'node:os';

/** Where other computers of the local network reach a port of this one, as `http://host:port`. */
export function networkAddresses(
  interfaces: ReturnType<typeof networkInterfaces>,
  port: number,
): readonly string[] {
  return Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => `http://${address}:${port}`);
}
