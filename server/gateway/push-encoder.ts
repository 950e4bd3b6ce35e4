// A push to many connections is encoded once: the caller passes each of them the same payload, one after the
// other, and doesn't change it any more.
import { Encoder, PacketType } from 'socket.io-msgpack-parser';
import { toWire } from '../../node/wire-bytes.ts';
import type { PushName, PushOf } from '../../protocol/events.ts';

/** The Socket.IO packet of a push, as the transport takes it. */
export type EncodePush = <Name extends PushName>(name: Name, payload: PushOf<Name>) => Buffer;

/** To be shared by the connections that may get the same push. */
export function createPushEncoder(): EncodePush {
  const encoder = new Encoder();
  let latest: { readonly name: PushName; readonly payload: object; readonly packet: Buffer } | undefined;
  return (name, payload) => {
    if (latest?.payload !== payload || latest.name !== name) {
      const event = { type: PacketType.EVENT, data: [name, toWire(payload)], nsp: '/' };
      // It returns an array of one packet, whatever its type says.
      const [packet] = encoder.encode(event) as unknown as [Buffer];
      latest = { name, payload, packet };
    }
    return latest.packet;
  };
}
