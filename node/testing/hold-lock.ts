// A process that tries for a lock, says what came of it, and holds on to it until it is killed or asked to
// let go; asked again, it tries again.
import { acquireLock, type LockAttempt } from '../lock-file.ts';

const [path] = process.argv.slice(2);
if (!path) throw new Error('which lock?');
let attempt: LockAttempt;

async function tryForIt(lock: string): Promise<void> {
  attempt = await acquireLock(lock);
  process.send?.(attempt.ok ? 'held' : 'refused');
}

process.on('message', async (request) => {
  if (request === 'try') return tryForIt(path);
  if (attempt.ok) attempt.lock.release();
  process.send?.('free');
});
await tryForIt(path);
