import { z } from 'zod';
import { createQueue } from '../../node/keyed-queue.ts';
import { fromBase64url, toBase64url } from '../../protocol/bytes.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { ResponseOf } from '../../protocol/events.ts';
import type { ReportId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { type FiledReport, report } from '../../protocol/reports.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import type { Directory } from '../people/directory.ts';
import type { DocumentPath, Store } from '../store/store.ts';

export interface ReportDependencies extends Pick<ConversationDependencies, 'cache'> {
  readonly store: Store;
  readonly directory: Directory;
  readonly now: () => number;
}

/** Base64url in the store, bytes everywhere else. */
const stored = z.codec(z.string(), z.custom<Uint8Array>(), {
  decode: (text) => fromBase64url(text),
  encode: (bytes) => toBase64url(bytes),
});

const document = report.extend({
  v: z.literal(1),
  frames: z.array(report.shape.frames.element.extend({ frame: stored, key: stored.optional() })),
});

const COLLECTION = 'reports';
const PARTITION = 'filed';

function pathOf(id: ReportId): DocumentPath {
  return { collection: COLLECTION, partition: PARTITION, key: id };
}

export class ReportShelf {
  readonly #store: Store;
  readonly #turns = createQueue();

  constructor(store: Store) {
    this.#store = store;
  }

  /** The same report again is the same success. Refuses with `too-many-reports`. */
  put(report: FiledReport): Promise<Result<Record<string, never>>> {
    return this.#turns.run(PARTITION, async () => {
      const filed = await this.#store.list(COLLECTION, PARTITION);
      if (filed.has(report.id)) return ok({});
      if (filed.size >= limits.reportsKept) return refuse('too-many-reports', { limit: limits.reportsKept });
      const value = z.encode(document, { v: 1, ...report });
      const saved = await this.#store.commit([{ type: 'put', ...pathOf(report.id), value }]);
      return saved.ok ? ok({}) : saved;
    });
  }

  async all(): Promise<readonly FiledReport[]> {
    const filed = await this.#store.list(COLLECTION, PARTITION);
    return [...filed.values()].map(parse).sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  async find(id: ReportId): Promise<FiledReport | undefined> {
    const value = await this.#store.get(pathOf(id));
    return value && parse(value);
  }

  /** As many as fit a page, one at least, in the order of their ids. */
  async page(after: ReportId | undefined): Promise<ResponseOf<'reports:list'>> {
    const rest = (await this.all()).filter(({ id }) => after === undefined || id > after);
    let room = limits.pageBytes;
    const fitting = rest.findIndex((report, index) => {
      room -= bytesOf(report);
      return room < 0 && index > 0;
    });
    const reports = fitting === -1 ? rest : rest.slice(0, fitting);
    return { reports, more: reports.length < rest.length };
  }

  /** Refuses with `no-such-report`. */
  remove(id: ReportId): Promise<Result<Record<string, never>>> {
    return this.#turns.run(PARTITION, async () => {
      if (!(await this.#store.get(pathOf(id)))) return refuse('no-such-report');
      const removed = await this.#store.commit([{ type: 'delete', ...pathOf(id) }]);
      return removed.ok ? ok({}) : removed;
    });
  }
}

function parse(value: unknown): FiledReport {
  const { v: _, ...report } = document.parse(value);
  return report;
}

/** What else a report says fits a thousand bytes. */
function bytesOf({ frames }: FiledReport): number {
  return frames.reduce((sum, { frame }) => sum + frame.length + 100, 1_000);
}
