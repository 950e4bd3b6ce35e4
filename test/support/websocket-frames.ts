// What clients send over a WebSocket is masked (RFC 6455, 5.3): no text in it can be found as it stands.

interface Frame {
  readonly payload: Buffer;
  readonly end: number;
}

/** One direction of a connection from its first byte on: the handshake, then the payload of every whole frame. */
export function unmasked(stream: Buffer): Buffer {
  const handshake = stream.indexOf('\r\n\r\n');
  if (handshake < 0) return stream;
  const parts = [stream.subarray(0, handshake)];
  let frame = frameAt(stream, handshake + 4);
  while (frame) {
    parts.push(frame.payload);
    frame = frameAt(stream, frame.end);
  }
  return Buffer.concat(parts);
}

/** Undefined when there is no whole frame. */
function frameAt(stream: Buffer, at: number): Frame | undefined {
  if (stream.length < at + 2) return;
  const second = stream.readUInt8(at + 1);
  const short = second & 0x7f;
  const maskAt = at + 2 + (short === 127 ? 8 : short === 126 ? 2 : 0);
  const start = maskAt + (second >= 0x80 ? 4 : 0);
  if (stream.length < start) return;
  // Six bytes of the eight: longer frames than that there are not.
  const length =
    short < 126 ? short : stream.readUIntBE(Math.max(at + 2, maskAt - 6), Math.min(6, maskAt - at - 2));
  const end = start + length;
  if (stream.length < end) return;
  const mask = stream.subarray(maskAt, start);
  const payload = stream.subarray(start, end).map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  return { payload: Buffer.from(payload), end };
}
