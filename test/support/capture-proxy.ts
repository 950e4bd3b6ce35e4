// Stands between client and server as anybody on the network can, and keeps every byte that passes.
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { unmasked } from './websocket-frames.ts';

export interface CaptureProxy {
  /** For clients, in place of the server's. */
  readonly url: string;
  /** What clients have sent and what they were answered, WebSocket's masks taken off. */
  captured(): { readonly requests: Buffer; readonly answers: Buffer };
  /** From now on requests get through and answers wait. */
  holdAnswers(): void;
  releaseAnswers(): void;
  /** Breaks every connection: answers that wait are lost, later ones get through. */
  cut(): void;
}

interface Passing {
  readonly client: Socket;
  readonly server: Socket;
  readonly requests: Buffer[];
  readonly answers: Buffer[];
  readonly held: Buffer[];
}

/** Runs on a free port until the test ends. */
export async function startCaptureProxy(serverUrl: string): Promise<CaptureProxy> {
  const passing: Passing[] = [];
  let holding = false;
  const proxy = createServer((client) => {
    const server = connect(Number(new URL(serverUrl).port), '127.0.0.1');
    const connection: Passing = { client, server, requests: [], answers: [], held: [] };
    passing.push(connection);
    client.on('data', (chunk) => {
      connection.requests.push(chunk);
      server.write(chunk);
    });
    server.on('data', (chunk) => {
      connection.answers.push(chunk);
      if (holding) connection.held.push(chunk);
      else client.write(chunk);
    });
    closeTogether(client, server);
  });
  const port = await listen(proxy);
  const cut = () => {
    holding = false;
    for (const { client, held } of passing) {
      held.length = 0;
      client.destroy();
    }
  };
  onTestFinished(async () => {
    cut();
    proxy.close();
    await once(proxy, 'close');
  });
  return {
    url: `http://127.0.0.1:${port}`,
    captured: () => ({
      requests: Buffer.concat(passing.map(({ requests }) => unmasked(Buffer.concat(requests)))),
      answers: Buffer.concat(passing.map(({ answers }) => unmasked(Buffer.concat(answers)))),
    }),
    holdAnswers() {
      holding = true;
    },
    releaseAnswers() {
      holding = false;
      for (const { client, held } of passing) for (const chunk of held.splice(0)) client.write(chunk);
    },
    cut,
  };
}

function closeTogether(client: Socket, server: Socket): void {
  for (const [one, other] of [
    [client, server],
    [server, client],
  ] as const) {
    // A side that was killed resets its connection; `close` follows.
    one.on('error', () => one.destroy());
    one.on('close', () => other.destroy());
  }
}

async function listen(proxy: Server): Promise<number> {
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const bound = proxy.address();
  if (bound === null || typeof bound === 'string') throw new Error('the proxy listens on no port');
  return bound.port;
}
