// What a utility process and the main process send each other over Node's own channel.
import type { Json } from '../clone/json.ts';

export interface ParentMessage {
  readonly kind: 'message';
  readonly message: Json;
  readonly ports: readonly number[];
}

export interface PortMail {
  readonly kind: 'port';
  readonly id: number;
  readonly message: Json;
  readonly ports: readonly number[];
}

/** `port-left`: the process sends the port away, which so changes hands without closing or losing a message. */
export type UtilityMessage =
  | ParentMessage
  | PortMail
  | { readonly kind: 'port-left'; readonly id: number; readonly unread: readonly PortMail[] }
  | { readonly kind: 'port-closed'; readonly id: number };
