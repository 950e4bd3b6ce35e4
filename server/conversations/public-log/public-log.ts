// The public log is the Lobby's log in readable lines, and follows it: it reads what it lacks from there, after a start
// as well as after every message. So it writes nothing twice, loses nothing in a crash, and no message waits for it. What is
// erased there leaves the file as well.
import { type FileHandle, open } from 'node:fs/promises';
import { type ConversationId, nameOn, type ServerName } from '../../../protocol/ids.ts';
import { limits } from '../../../protocol/limits.ts';
import { decodeRecord } from '../../../protocol/records.ts';
import type { Logger } from '../../logger.ts';
import type { Store } from '../../store/store.ts';
import { lineTextOf } from './content-lines.ts';
import { publicContent } from './public-frame.ts';
import { eraseLine, formatLine, seqOfLine } from './public-log-line.ts';

/** More than the longest line: a frame's text, every byte of it escaped. */
const TAIL_BYTES = 8 * limits.frameBytes;

export interface PublicLog {
  /** Says that the Lobby's log has grown. Returns at once. */
  follow(): void;
  /** Overwrites the text of what the Lobby's log no longer has. Resolves when that is on disk; rejects where it can't be. */
  erase(seqs: ReadonlySet<number>): Promise<void>;
  /** Resolves when the file has everything that could be written. */
  close(): Promise<void>;
}

export function createPublicLog(dependencies: {
  readonly path: string;
  readonly lobby: ConversationId;
  readonly serverName: ServerName;
  readonly store: Store;
  readonly logger: Logger;
}): PublicLog {
  const { path, lobby, serverName, store, logger } = dependencies;
  let running: Promise<void> | undefined;
  let again = false;
  /** Unknown until the file has been looked at, at the start and after a failure. */
  let written: number | undefined;

  async function catchUp(): Promise<void> {
    const file = await open(path, 'a+', 0o600);
    try {
      let last = written ?? (await cutTornTail(file));
      written = undefined;
      while (last < (await store.head(lobby))) {
        const records = await store.read(lobby, last + 1, last + limits.pageRecords);
        await file.appendFile(records.map((record) => lineOf(serverName, record)).join(''));
        last += records.length;
      }
      written = last;
    } finally {
      await file.close();
    }
  }

  async function run(): Promise<void> {
    do {
      again = false;
      await catchUp().catch((error: unknown) => {
        logger.error({ error, path }, 'The public log could not be written; the next message tries again.');
      });
    } while (again);
    running = undefined;
  }

  return {
    follow: () => {
      again = true;
      running ??= run();
    },
    erase: async (seqs) => {
      // It may be about to write down what it read before.
      await running;
      await overwriteLines(path, seqs);
    },
    close: async () => running,
  };
}

function lineOf(serverName: ServerName, encoded: Uint8Array): string {
  const record = decodeRecord(encoded);
  const content = record && publicContent(record.body);
  return record && content
    ? formatLine(record.at, record.seq, nameOn(serverName, record.sender), lineTextOf(content))
    : '';
}

/** In place, so that lines can be added meanwhile: each keeps its length, its time, its position and its name. */
async function overwriteLines(path: string, seqs: ReadonlySet<number>): Promise<void> {
  const places: { readonly start: number; readonly line: string }[] = [];
  await using file = await open(path, 'r+');
  let start = 0;
  for await (const line of file.readLines({ autoClose: false, start: 0 })) {
    if (seqs.has(seqOfLine(line) ?? 0)) places.push({ start, line });
    start += Buffer.byteLength(line) + 1;
  }
  for (const { start: at, line } of places) {
    const erased = Buffer.from(eraseLine(line));
    await file.write(erased, 0, erased.length, at);
  }
  await file.sync();
}

/** Cuts what a crash left behind the last whole line. Returns that line's position in the Lobby's log. */
async function cutTornTail(file: FileHandle): Promise<number> {
  const { size } = await file.stat();
  const start = Math.max(0, size - TAIL_BYTES);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
  let end = buffer.lastIndexOf(0x0a, bytesRead - 1);
  while (end >= 0) {
    const begin = end === 0 ? 0 : buffer.lastIndexOf(0x0a, end - 1) + 1;
    const seq = seqOfLine(buffer.toString('utf8', begin, end));
    if (seq !== undefined) {
      await file.truncate(start + end + 1);
      return seq;
    }
    end = begin - 1;
  }
  if (start > 0) throw new Error('the end of the public log holds no line of it');
  await file.truncate(0);
  return 0;
}
