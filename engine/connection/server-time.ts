// The server's clock, by which messages expire. A computer's own may be wrong by any amount, and may be set at any time.
import { z } from 'zod';
import { LAST_INSTANT } from '../../protocol/records.ts';
import type { Database } from '../database/database.ts';
import { readSetting, writeSetting } from '../database/settings.ts';
import type { Clock } from '../ports.ts';

const KEY = 'server-time';
/** By how many milliseconds the server's clock is ahead of this computer's. */
const stored = z.object({ ahead: z.int() });

/** Less is the time that answers take. */
const WORTH_STORING_MILLISECONDS = 2_000;

export class ServerTime {
  readonly #db: Database;
  readonly #clock: Clock;
  #ahead: number;
  #heard: { readonly at: number; readonly elapsed: number } | undefined;

  constructor({ db, clock }: { readonly db: Database; readonly clock: Clock }) {
    this.#db = db;
    this.#clock = clock;
    this.#ahead = readSetting(db, KEY, stored)?.ahead ?? 0;
  }

  /** Milliseconds since 1970. Until the server has answered, by the difference found last time. */
  now(): number {
    if (!this.#heard) return this.#clock.now() + this.#ahead;
    return this.#heard.at + this.#clock.elapsed() - this.#heard.elapsed;
  }

  /** The server has just answered with its time. */
  heard(at: number): void {
    this.#heard = { at, elapsed: this.#clock.elapsed() };
    const ahead = Math.round(at - this.#clock.now());
    if (Math.abs(ahead - this.#ahead) < WORTH_STORING_MILLISECONDS) return;
    this.#ahead = ahead;
    writeSetting(this.#db, KEY, stored, { ahead });
  }

  /** What this computer's clock shows when the server's shows `at`, as far as they differ by more than answers take. */
  here(at: number): Date {
    return new Date(Math.max(-LAST_INSTANT, Math.min(at - this.#ahead, LAST_INSTANT)));
  }
}
