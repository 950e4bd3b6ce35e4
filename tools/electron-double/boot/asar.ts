// Reads Electron's archive format: a JSON header between sizes, then the files' bytes one after another.
// https://github.com/electron/asar#format
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Folder {
  readonly files: Readonly<Record<string, Entry>>;
}

interface File {
  readonly size: number;
  /** From the end of the header; absent when the file is kept beside the archive. */
  readonly offset?: string;
  readonly unpacked?: boolean;
  readonly executable?: boolean;
}

interface Link {
  readonly link: string;
}

type Entry = Folder | File | Link;

const sizesLength = 16;

/** Writes everything that was packed into an empty folder: what was not packed is not there to be found. */
export function extractAsar(archive: string, folder: string): void {
  const bytes = readFileSync(archive);
  const dataStart = 8 + bytes.readUInt32LE(4);
  const header = bytes.toString('utf8', sizesLength, sizesLength + bytes.readUInt32LE(12));
  // Written by electron-builder; a broken archive fails here or below.
  const root = JSON.parse(header) as Folder;
  const content = ({ offset = '0', size }: File) => {
    const start = dataStart + Number(offset);
    return bytes.subarray(start, start + size);
  };
  for (const [path, entry] of entriesOf(root)) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    if ('link' in entry) symlinkSync(join(folder, entry.link), target);
    else if (entry.unpacked) cpSync(join(`${archive}.unpacked`, path), target);
    else writeFileSync(target, content(entry), { mode: entry.executable ? 0o755 : 0o644 });
  }
}

function entriesOf({ files }: Folder, parent = ''): readonly (readonly [string, File | Link])[] {
  return Object.entries(files).flatMap(([name, entry]) => {
    const path = join(parent, name);
    return 'files' in entry ? entriesOf(entry, path) : [[path, entry] as const];
  });
}
