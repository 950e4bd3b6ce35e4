// A packet that waits takes more memory than its bytes.

/** Objects, callbacks and headers of one packet. */
const PACKET_PRICE = 512;

export interface Packet {
  readonly data?: Uint8Array | string;
}

export function priceOf({ data }: Packet): number {
  return PACKET_PRICE + (data?.length ?? 0);
}
