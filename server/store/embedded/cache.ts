// What was read from disk, as much of it as fits; the least recently used goes first. A value that is set
// while an older one is still being read wins, and callers that wait for the older get the newer.

interface Loading<Value> {
  readonly ready: ((value: Value) => void)[];
  readonly failed: ((error: unknown) => void)[];
}

export class Cache<Value> {
  readonly #limit: number;
  readonly #sizeOf: (value: Value) => number;
  readonly #values = new Map<string, Value>();
  readonly #loading = new Map<string, Loading<Value>>();
  #bytes = 0;

  constructor(limitBytes: number, sizeOf: (value: Value) => number) {
    this.#limit = limitBytes;
    this.#sizeOf = sizeOf;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Calls `use` in the very turn in which the value is known to be the current one. */
  use<Used>(key: string, load: () => Promise<Value>, use: (value: Value) => Used): Promise<Used> {
    const cached = this.#values.get(key);
    if (cached === undefined) {
      return new Promise((resolve, reject) => {
        const { ready, failed } = this.#load(key, load);
        ready.push((value) => resolve(new Promise((used) => used(use(value)))));
        failed.push(reject);
      });
    }
    this.#values.delete(key);
    this.#values.set(key, cached);
    return Promise.resolve(use(cached));
  }

  set(key: string, value: Value): void {
    this.#forget(key);
    this.#values.set(key, value);
    this.#bytes += this.#sizeOf(value);
    this.#evict();
    const loading = this.#loading.get(key);
    this.#loading.delete(key);
    for (const ready of loading?.ready ?? []) ready(value);
  }

  #load(key: string, load: () => Promise<Value>): Loading<Value> {
    const underWay = this.#loading.get(key);
    if (underWay) return underWay;
    const loading: Loading<Value> = { ready: [], failed: [] };
    this.#loading.set(key, loading);
    load().then(
      (value) => {
        if (this.#loading.get(key) === loading) this.set(key, value);
      },
      (error: unknown) => {
        if (this.#loading.get(key) === loading) this.#loading.delete(key);
        for (const failed of loading.failed) failed(error);
      },
    );
    return loading;
  }

  #evict(): void {
    for (const key of this.#values.keys()) {
      if (this.#bytes <= this.#limit) return;
      this.#forget(key);
    }
  }

  #forget(key: string): void {
    const value = this.#values.get(key);
    if (value === undefined) return;
    this.#values.delete(key);
    this.#bytes -= this.#sizeOf(value);
  }
}
