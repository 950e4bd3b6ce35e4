// Clause 1: the transport.
import { io, type Socket } from 'socket.io-client';
import * as parser from 'socket.io-msgpack-parser';
import { Refused } from './refusals.ts';

const PROTOCOL_VERSION = 1;

type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly code: string; readonly facts?: Readonly<Record<string, unknown>> };

export class Wire {
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** 1.1, 1.2. Pushes that come from the first moment on go to `onPush`. */
  static async connect(
    url: string,
    onPush: (name: string, fields: unknown) => void,
    token?: string,
  ): Promise<Wire> {
    const { origin, pathname } = new URL(url);
    const socket = io(origin, {
      path: `${pathname.replace(/\/$/, '')}/socket.io/`,
      parser,
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      auth: { protocol: PROTOCOL_VERSION, ...(token && { token }) },
    });
    socket.onAny(onPush);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', (error: Error & { data?: Answer }) => {
        socket.close();
        reject(error.data && !error.data.ok ? new Refused(error.data.code, error.data.facts) : error);
      });
    });
    return new Wire(socket);
  }

  /** 1.3. The value of the answer is what 7.2 says. */
  async ask<Value = unknown>(name: string, fields: Readonly<Record<string, unknown>> = {}): Promise<Value> {
    // Socket.IO would keep it for a connection that this client never makes again.
    if (!this.#socket.connected) throw new Refused('server-unreachable');
    const answer: Answer = await this.#socket.timeout(20_000).emitWithAck(name, fields);
    if (!answer.ok) throw new Refused(answer.code, answer.facts);
    return answer.value as Value;
  }

  close(): void {
    this.#socket.close();
  }
}
