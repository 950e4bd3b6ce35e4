// Lets commits into the journal in the order of the calls. One waits, and those behind it with it, while
// the head of a log it changes has to be looked up, or while too much is not checkpointed yet.
import { ok, refuse } from '../../../protocol/errors.ts';
import type { Committed } from '../store.ts';
import type { Entry } from './entry.ts';
import type { GroupCommit } from './group-commit.ts';
import type { Logs } from './logs.ts';

export type Room = 'yes' | 'later' | 'disk-full';

interface Waiting {
  readonly entries: readonly Entry[];
  /** How often the disk had been full when it came. */
  readonly refusals: number;
  readonly resolve: (committed: Committed | Promise<Committed>) => void;
  readonly reject: (error: unknown) => void;
}

export class CommitQueue {
  readonly #group: GroupCommit;
  readonly #logs: Logs;
  readonly #room: () => Room;
  readonly #line: Waiting[] = [];
  #moving = false;
  #onDrained: (() => void) | undefined;

  constructor(group: GroupCommit, logs: Logs, room: () => Room) {
    this.#group = group;
    this.#logs = logs;
    this.#room = room;
  }

  commit(entries: readonly Entry[]): Promise<Committed> {
    if (entries.length === 0) return Promise.resolve(ok(undefined));
    if (this.#line.length === 0 && this.#room() === 'yes' && this.#unknownLogs(entries).length === 0) {
      return this.#admit(entries);
    }
    return new Promise((resolve, reject) => {
      this.#line.push({ entries, refusals: this.#group.refusals, resolve, reject });
      this.move();
    });
  }

  /** To be called when there may be room again, or never will be. */
  move(): void {
    if (this.#moving || this.#line.length === 0) return;
    this.#moving = true;
    void this.#move();
  }

  /** Resolves when no commit waits any more. */
  drained(): Promise<void> {
    if (this.#line.length === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onDrained = resolve;
    });
  }

  async #move(): Promise<void> {
    for (let next = this.#line[0]; next; next = this.#line[0]) {
      const room = next.refusals === this.#group.refusals ? this.#room() : 'disk-full';
      if (room === 'later') break;
      if (room === 'disk-full') next.resolve(refuse('storage-full'));
      else await this.#admitWaiting(next);
      this.#line.shift();
    }
    this.#moving = false;
    if (this.#line.length === 0) this.#onDrained?.();
  }

  async #admitWaiting({ entries, resolve, reject }: Waiting): Promise<void> {
    try {
      for (const log of this.#unknownLogs(entries)) await this.#logs.head(log);
      resolve(this.#admit(entries));
    } catch (error) {
      reject(error);
    }
  }

  #unknownLogs(entries: readonly Entry[]): string[] {
    const logs = entries.filter((entry) => 'record' in entry).map(({ log }) => log);
    return logs.filter((log) => this.#headOf(log) === undefined);
  }

  #admit(entries: readonly Entry[]): Promise<Committed> {
    const heads = new Map<string, number>();
    for (const entry of entries) {
      if (!('record' in entry)) continue;
      const head = heads.get(entry.log) ?? this.#headOf(entry.log) ?? 0;
      const fits = entry.type === 'append' ? entry.seq === head + 1 : entry.seq <= head;
      if (!fits) return Promise.resolve(refuse('version-conflict'));
      if (entry.type === 'append') heads.set(entry.log, entry.seq);
    }
    return this.#group.commit(entries);
  }

  #headOf(log: string): number | undefined {
    return this.#group.pendingHead(log) ?? this.#logs.knownHead(log);
  }
}
