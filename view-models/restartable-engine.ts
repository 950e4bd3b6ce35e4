import type { EngineClient } from '../engine/api/api.ts';

/** An engine in another process, which may be started anew. */
export interface RestartableEngine extends EngineClient {
  /** Calls back when an engine answers, for the first time or again: everything has to be loaded again. */
  onAttached(listener: () => void): () => void;
}
