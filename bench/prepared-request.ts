// A request that has been encoded once; every sending of it is a copy with its own numbers in it.
import { Encoder, PacketType } from 'socket.io-msgpack-parser';
import { encodeFrame, patchFrame } from './web-socket.ts';

/** Takes five bytes in msgpack, four of them its own, as every id that is put in its place. */
const PLACEHOLDER = 0xfedcba98;
const FIRST_ID = 0x10000;
/** Where a frame has its counter (8 bytes) and its message id (16 bytes): protocol.md 5.1. */
const COUNTER_AT = 86;

/** What a channel sends: the frame is a template. */
export interface Sending {
  readonly conversation: string;
  readonly frame: Buffer;
}

export class PreparedRequest {
  readonly #packet: Buffer;
  readonly #idAt: number;
  readonly #counterAt: number;
  readonly #id = Buffer.alloc(4);
  readonly #numbers = Buffer.alloc(24);

  constructor({ conversation, frame }: Sending) {
    const data = ['conversations:send', { conversation, frame }];
    const payload = encodePacket({ type: PacketType.EVENT, data, id: PLACEHOLDER, nsp: '/' });
    this.#id.writeUInt32BE(PLACEHOLDER);
    this.#idAt = payload.indexOf(this.#id);
    this.#counterAt = payload.indexOf(frame) + COUNTER_AT;
    this.#packet = encodeFrame(payload);
  }

  /** The bytes of one sending. Server and relay treat a stamped frame as they do a sealed one. */
  stamped(id: number, counter: number): Buffer {
    const packet = Buffer.from(this.#packet);
    this.#id.writeUInt32BE(FIRST_ID + id);
    patchFrame(packet, this.#idAt, this.#id);
    // The message id repeats the counter: unique for its device, which is all it has to be.
    this.#numbers.writeBigUInt64BE(BigInt(counter));
    this.#numbers.writeBigUInt64BE(BigInt(counter), 16);
    patchFrame(packet, this.#counterAt, this.#numbers);
    return packet;
  }
}

/** A Socket.IO packet as the payload of a frame. */
export function encodePacket(packet: object): Buffer {
  // Its types are wrong about what it returns.
  const [payload] = new Encoder().encode(packet) as unknown as [Buffer];
  return payload;
}
