import { setImmediate } from 'node:timers/promises';

/** Hashing this much takes less than a millisecond. */
const BYTES_IN_A_TURN = 262_144;

/** Counts the bytes of long work, and returns a promise to wait for when other work is due. */
export function createPace(
  bytesInATurn: number = BYTES_IN_A_TURN,
): (bytes: number) => Promise<void> | undefined {
  let done = 0;
  return (bytes) => {
    done += bytes;
    if (done < bytesInATurn) return;
    done = 0;
    return setImmediate();
  };
}
