// A lowdb adapter that is safe to pull the plug on: version and checksum in the file, replaced whole.
//   {"version":1,"sha256":"<of the data's bytes, in hexadecimal>","data":…}\n
import { hash } from 'node:crypto';
import { type Adapter, Low } from 'lowdb';
import type { z } from 'zod';
import { readFileIfExists, writeFileAtomically } from '../../../node/atomic-file.ts';
import { StoreUnreadable } from '../store-errors.ts';

const VERSION = 1;
const PREFIX_BYTES = 96;
const SUFFIX = '}\n';

export class DocumentFile<Data> implements Adapter<Data> {
  readonly #path: string;
  readonly #schema: z.ZodType<Data>;
  #bytes = 0;
  #sha256 = '';

  constructor(path: string, schema: z.ZodType<Data>) {
    this.#path = path;
    this.#schema = schema;
  }

  /** The file's size when it was last read or written; 0 when there is none. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Of its data when it was last read or written; empty when there is no file. */
  get sha256(): string {
    return this.#sha256;
  }

  /** `null` is lowdb's word for no file. Throws StoreUnreadable. */
  async read(): Promise<Data | null> {
    const content = await readFileIfExists(this.#path);
    if (!content) return null;
    this.#bytes = content.length;
    const { sha256, data } = unseal(this.#path, content);
    this.#sha256 = sha256;
    const parsed = this.#schema.safeParse(data);
    if (parsed.success) return parsed.data;
    throw new StoreUnreadable(this.#path, 'its content is not laid out as it must be');
  }

  /** Throws the system's error. The folder is not synced. */
  async write(data: Data): Promise<void> {
    const { sha256, content } = seal(JSON.stringify(data));
    await writeFileAtomically(this.#path, content, { syncFolder: false });
    this.#bytes = content.length;
    this.#sha256 = sha256;
  }
}

/** A lowdb database on one such file, and the file. */
export function openDocument<Data>(path: string, schema: z.ZodType<Data>, initial: Data) {
  const file = new DocumentFile(path, schema);
  return { file, database: new Low(file, initial) };
}

function seal(json: string): { readonly sha256: string; readonly content: Buffer } {
  const sealed = Buffer.allocUnsafe(PREFIX_BYTES + Buffer.byteLength(json) + SUFFIX.length);
  const end = PREFIX_BYTES + sealed.write(json, PREFIX_BYTES);
  sealed.write(SUFFIX, end);
  const sha256 = hash('sha256', sealed.subarray(PREFIX_BYTES, end));
  sealed.write(prefixOf(sha256));
  return { sha256, content: sealed };
}

function prefixOf(sha256: string): string {
  return `{"version":${VERSION},"sha256":"${sha256}","data":`;
}

function unseal(path: string, content: Buffer): { readonly sha256: string; readonly data: unknown } {
  const prefix = content.toString('latin1', 0, PREFIX_BYTES);
  const version = /^\{"version":(\d+),/.exec(prefix)?.[1];
  if (version !== undefined && Number(version) !== VERSION) {
    throw new StoreUnreadable(
      path,
      `its version ${version} is unknown to this program`,
      'Use a newer Parley.',
    );
  }
  const data = content.subarray(PREFIX_BYTES, -SUFFIX.length);
  const sha256 = hash('sha256', data);
  if (prefix !== prefixOf(sha256) || content.toString('latin1', PREFIX_BYTES + data.length) !== SUFFIX) {
    throw new StoreUnreadable(path, 'its checksum does not fit its content');
  }
  return { sha256, data: JSON.parse(data.toString()) };
}
