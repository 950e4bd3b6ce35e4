// Checks a packet before the gateway decodes it. The msgpack decoder believes every length it reads: a dozen
// bytes can claim an array or buffer of gigabytes. These checks allocate nothing for a claimed length.
import { Decoder, PacketType } from 'socket.io-msgpack-parser';
import { limits } from '../../protocol/limits.ts';

/** The largest request is about limits.summaryConversations conversations, with seven values each; bytes are one. */
const MAXIMUM_VALUES = 4_096;

/** Socket.IO emits these itself; a client that sends one could fake its own disconnection. */
const RESERVED_EVENTS = new Set([
  'connect',
  'connect_error',
  'disconnect',
  'disconnecting',
  'newListener',
  'removeListener',
]);

/** A decoder whose errors close the connection that caused them, and nothing else. */
export class GuardedDecoder extends Decoder {
  /** Raised by the gateway while the connection has a session. */
  maximumBytes: number = limits.packetBytesBeforeSignIn;

  override add(packet: unknown): void {
    if (!Buffer.isBuffer(packet)) throw new TypeError('a packet is binary');
    if (packet.length > this.maximumBytes) throw new RangeError('the packet is too large');
    checkClaims(packet);
    super.add(packet);
  }

  override checkPacket(decoded: {
    readonly type: unknown;
    readonly nsp: unknown;
    readonly data: unknown;
  }): void {
    super.checkPacket(decoded);
    if (decoded.nsp !== '/') throw new TypeError('there is no such namespace');
    if (decoded.type !== PacketType.EVENT) return;
    const name: unknown = Array.isArray(decoded.data) ? decoded.data[0] : undefined;
    if (typeof name !== 'string' || RESERVED_EVENTS.has(name)) throw new TypeError('not an event name');
  }
}

/** Throws a RangeError unless the packet is one msgpack value that is really as long as it claims. */
export function checkClaims(packet: Buffer): void {
  let offset = 0;
  let pending = 1;
  let seen = 0;
  while (pending > 0) {
    pending -= 1;
    seen += 1;
    const claim = readClaim(packet, offset);
    offset = claim.end;
    pending += claim.values;
    if (seen + pending > MAXIMUM_VALUES) throw new RangeError('the packet holds too many values');
  }
  if (offset !== packet.length) throw new RangeError('the packet is not as long as it claims');
}

interface Claim {
  /** Where the next value begins. */
  readonly end: number;
  /** How many values this one holds. */
  readonly values: number;
}

// https://github.com/msgpack/msgpack/blob/master/spec.md#formats
function readClaim(packet: Buffer, offset: number): Claim {
  const format = packet.readUInt8(offset);
  const end = offset + 1;
  if (format < 0x80 || format >= 0xe0) return { end, values: 0 };
  if (format < 0x90) return { end, values: 2 * (format & 0x0f) };
  if (format < 0xa0) return { end, values: format & 0x0f };
  if (format < 0xc0) return { end: end + (format & 0x1f), values: 0 };
  if (format >= 0xde) return container(packet, end, format === 0xde ? 2 : 4, 2);
  if (format >= 0xdc) return container(packet, end, format === 0xdc ? 2 : 4, 1);
  if (format >= 0xd9) return bytesOf(packet, end, 1 << (format - 0xd9), 0);
  if (format >= 0xc7 && format <= 0xc9) return bytesOf(packet, end, 1 << (format - 0xc7), 1);
  if (format >= 0xc4 && format <= 0xc6) return bytesOf(packet, end, 1 << (format - 0xc4), 0);
  const fixed = FIXED_BYTES[format - 0xc0];
  if (fixed === undefined || fixed < 0) throw new RangeError('there is no such format');
  return { end: end + fixed, values: 0 };
}

/** The bytes behind each of the formats 0xc0 to 0xd8 that has a fixed number of them. */
const FIXED_BYTES = [
  0, -1, 0, 0, -1, -1, -1, -1, -1, -1, 4, 8, 1, 2, 4, 8, 1, 2, 4, 8, 2, 3, 5, 9, 17,
] as const;

function container(packet: Buffer, end: number, lengthBytes: number, valuesEach: 1 | 2): Claim {
  return { end: end + lengthBytes, values: valuesEach * packet.readUIntBE(end, lengthBytes) };
}

/** `typeBytes` is the type that an extension has between its length and its bytes. */
function bytesOf(packet: Buffer, end: number, lengthBytes: number, typeBytes: number): Claim {
  return { end: end + lengthBytes + typeBytes + packet.readUIntBE(end, lengthBytes), values: 0 };
}
