// A port can't pass through the object that the preload exposes, so the engine's arrives as a window message of
// this kind, with one port.
import { z } from 'zod';

export const ENGINE_PORT = 'parley-engine-port';

const portArrival = z.object({ kind: z.literal(ENGINE_PORT) });

/** Calls back with each engine port that the preload passes on, and ignores messages from other sources. */
export function onEnginePort(listener: (port: MessagePort) => void): () => void {
  function receive({ source, data, ports }: MessageEvent<unknown>): void {
    const [port] = ports;
    if (source === window && port && portArrival.safeParse(data).success) listener(port);
  }
  window.addEventListener('message', receive);
  return () => window.removeEventListener('message', receive);
}
