// Requests of one connection begin in the order in which they came, so many at once as may be under way. While one
// waits nothing more is read from the socket: what a client sends faster than it is answered waits at the client.
import type { Backlog } from './backlog.ts';

export interface Incoming {
  readonly name: string;
  readonly rest: readonly unknown[];
}

interface Source {
  pause(): void;
  resume(): void;
}

export class Intake {
  readonly #source: Source;
  readonly #backlog: Backlog;
  readonly #bounds: { readonly requestsUnderWay: number; readonly pauseBytes: number };
  /** Answers at once, or returns what is under way. */
  readonly #begin: (request: Incoming) => Promise<void> | undefined;
  #waiting: Incoming[] = [];
  #underWay = 0;
  #isMoving = false;

  constructor(
    source: Source,
    backlog: Backlog,
    bounds: { readonly requestsUnderWay: number; readonly pauseBytes: number },
    begin: (request: Incoming) => Promise<void> | undefined,
  ) {
    this.#source = source;
    this.#backlog = backlog;
    this.#bounds = bounds;
    this.#begin = begin;
  }

  take(request: Incoming): void {
    if (this.#waiting.length === 0 && this.#mayBegin()) {
      this.#beginOne(request);
    } else if (this.#waiting.push(request) === 1) {
      this.#source.pause();
      this.#goOnWhenSent();
    }
  }

  #mayBegin(): boolean {
    return this.#underWay < this.#bounds.requestsUnderWay && this.#backlog.bytes <= this.#bounds.pauseBytes;
  }

  #beginOne(request: Incoming): void {
    const task = this.#begin(request);
    if (!task) return;
    this.#underWay += 1;
    void task.finally(() => {
      this.#underWay -= 1;
      this.#goOn();
    });
  }

  /** In a turn of its own, so that others come between. */
  #goOn(): void {
    if (this.#waiting.length === 0 || this.#isMoving) return;
    this.#isMoving = true;
    setImmediate(() => {
      this.#isMoving = false;
      this.#move();
    });
  }

  #move(): void {
    let begun = 0;
    for (const request of this.#waiting) {
      if (!this.#mayBegin()) break;
      begun += 1;
      this.#beginOne(request);
    }
    this.#waiting = this.#waiting.slice(begun);
    if (this.#waiting.length === 0) this.#source.resume();
    else this.#goOnWhenSent();
  }

  /** Where requests are under way, the end of one goes on; with none, what is sent does. */
  #goOnWhenSent(): void {
    if (this.#backlog.bytes > this.#bounds.pauseBytes) this.#backlog.onSent(() => this.#goOn());
  }
}
