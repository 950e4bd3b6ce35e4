// A WebSocket client that does the least a client may do (RFC 6455, section 5): what makes the load must not
// be slower than what is measured.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const opcodes = { text: 1, binary: 2, close: 8 } as const;
const FINAL = 0x80;
const MASKED = 0x80;
/** Any will do: it has to be there, and costs the server its unmasking. */
const MASK = Buffer.from('37fa213d', 'hex');
/** Of a frame whose payload has 126 to 65,535 bytes. */
const LONG_HEADER_BYTES = 8;

/** Called with the payload of each frame: bytes of a binary one, a string of a text one. */
export type OnPayload = (payload: Buffer | string) => void;

/** Opens `http://host:port/…` as a WebSocket. Rejects when the server doesn't switch to one. */
export async function openWebSocket(url: URL, onPayload: OnPayload): Promise<Socket> {
  const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
  await once(socket, 'connect');
  socket.write(
    `GET ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  const rest = await responseBody(socket);
  const read = createFrameReader(onPayload);
  socket.on('data', read);
  read(rest);
  return socket;
}

/** What follows the head of a response that switches protocols. */
async function responseBody(socket: Socket): Promise<Buffer> {
  let response: Buffer = Buffer.alloc(0);
  while (response.indexOf('\r\n\r\n') < 0) {
    const [chunk] = (await once(socket, 'data')) as [Buffer]; // no encoding is set
    response = Buffer.concat([response, chunk]);
  }
  if (!response.toString('latin1').startsWith('HTTP/1.1 101')) throw new Error(response.toString());
  return response.subarray(response.indexOf('\r\n\r\n') + 4);
}

/** A whole masked frame, ready to be written; its payload has at most 65,535 bytes. */
export function encodeFrame(payload: Buffer | string): Buffer {
  const bytes = Buffer.from(payload);
  const header = Buffer.alloc(LONG_HEADER_BYTES);
  header[0] = FINAL | (typeof payload === 'string' ? opcodes.text : opcodes.binary);
  header[1] = MASKED | 126;
  header.writeUInt16BE(bytes.length, 2);
  MASK.copy(header, 4);
  const frame = Buffer.concat([header, Buffer.alloc(bytes.length)]);
  patchFrame(frame, 0, bytes);
  return frame;
}

/** Overwrites payload bytes of an encoded frame, beginning at a place in the payload. */
export function patchFrame(frame: Buffer, at: number, bytes: Uint8Array): void {
  for (const [index, byte] of bytes.entries()) {
    frame[LONG_HEADER_BYTES + at + index] = byte ^ MASK[(at + index) & 3]!; // a mask has four bytes
  }
}

function createFrameReader(onPayload: OnPayload): (chunk: Buffer) => void {
  let pending: Buffer = Buffer.alloc(0);
  return (chunk) => {
    pending = pending.length > 0 ? Buffer.concat([pending, chunk]) : chunk;
    let at = 0;
    for (let range = payloadAt(pending, at); range; range = payloadAt(pending, at)) {
      const opcode = pending.readUInt8(at) & 0x0f;
      const payload = pending.subarray(range.start, range.end);
      if (opcode === opcodes.binary) onPayload(payload);
      else if (opcode === opcodes.text) onPayload(payload.toString());
      at = range.end;
    }
    pending = pending.subarray(at);
  };
}

/** Where the payload of the frame at an offset lies; undefined until the whole of it is there. */
function payloadAt(bytes: Buffer, at: number) {
  if (bytes.length < at + 2) return;
  const length = bytes.readUInt8(at + 1);
  const extra = length < 126 ? 0 : length === 126 ? 2 : 8;
  const start = at + 2 + extra;
  if (bytes.length < start) return;
  // Lengths beyond six bytes don't occur.
  const whole = extra === 0 ? length : extra === 2 ? bytes.readUInt16BE(at + 2) : bytes.readUIntBE(at + 4, 6);
  const end = start + whole;
  return bytes.length < end ? undefined : { start, end };
}
