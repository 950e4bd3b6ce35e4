import type { Socket } from 'socket.io';

const MAXIMUM_BYTES = 33_554_432;
/** Summing up costs by packet; at this interval it is no part of what a packet costs. */
const SUMMED_EVERY = 32;

/** Whether more waits to be sent on a connection than a client that is alive leaves waiting. */
export function isBacklogged(engineSocket: Socket['conn']): boolean {
  // Private in engine.io's types: the packets that wait for the transport.
  const { writeBuffer } = engineSocket as unknown as {
    readonly writeBuffer: readonly { readonly data?: Uint8Array | string }[];
  };
  if (writeBuffer.length === 0 || writeBuffer.length % SUMMED_EVERY !== 0) return false;
  return writeBuffer.reduce((bytes, packet) => bytes + (packet.data?.length ?? 0), 0) > MAXIMUM_BYTES;
}
