import type { SessionToken } from '../protocol/accounts.ts';
import type { Refusal, Result } from '../protocol/errors.ts';
import type { PushName, PushOf, RequestName, RequestOf, ResponseOf } from '../protocol/events.ts';
import type { Clock, Logger } from './ports.ts';

/** `connecting` until the first attempt ends, afterwards it is either; attempts go on for ever. */
export type ConnectionState = 'connecting' | 'online' | 'offline';

export interface Connection {
  readonly state: ConnectionState;
  /**
   * Waits while connecting; refuses with `server-unreachable` while offline, after 30 seconds and when the
   * connection breaks: whether the server did it is unknown then.
   */
  request<Name extends RequestName>(name: Name, payload: RequestOf<Name>): Promise<Result<ResponseOf<Name>>>;
  /** Each of the listening functions returns the one that stops it. */
  onPush<Name extends PushName>(name: Name, listener: (payload: PushOf<Name>) => void): () => void;
  /**
   * The refusal says why the server turned the connection away. After `session-ended` the token is
   * forgotten and the connection comes back without a session.
   */
  onState(listener: (state: ConnectionState, refusal?: Refusal) => void): () => void;
  start(): void;
  /** For the next handshake; the session of the present connection is the server's business. */
  setToken(token: SessionToken | undefined): void;
  /** Closes the socket and cancels every timer; requests under way are refused. */
  stop(): void;
}

export interface ConnectionOptions {
  readonly url: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

export declare function createConnection(options: ConnectionOptions): Connection;
