import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Packs the files of one flat folder as electron-builder would. */
export function packAsar(folder: string, archive: string): void {
  const contents = readdirSync(folder).map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
  let offset = 0;
  const files = contents.map(({ name, bytes }) => {
    const entry = [name, { size: bytes.length, offset: String(offset) }] as const;
    offset += bytes.length;
    return entry;
  });
  const json = Buffer.from(JSON.stringify({ files: Object.fromEntries(files) }));
  const padded = Math.ceil(json.length / 4) * 4;
  const header = Buffer.alloc(16 + padded);
  header.writeUInt32LE(4, 0);
  header.writeUInt32LE(padded + 8, 4);
  header.writeUInt32LE(padded + 4, 8);
  header.writeUInt32LE(json.length, 12);
  json.copy(header, 16);
  writeFileSync(archive, Buffer.concat([header, ...contents.map(({ bytes }) => bytes)]));
}
