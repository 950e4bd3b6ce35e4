/**
 * What a value looks like on the wire: every byte array a Buffer over the same memory, because the msgpack
 * parser encodes the whole memory behind any other view; fields that are undefined are left out.
 */
export function toWire(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (Array.isArray(value)) return value.map(toWire);
  const wire: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value)) {
    if (field !== undefined) wire[name] = toWire(field);
  }
  return wire;
}
