export function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

export function toBytes(text: string): Buffer {
  return Buffer.from(text, 'base64url');
}
