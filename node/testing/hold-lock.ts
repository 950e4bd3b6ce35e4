// A process that tries to take a lock, reports the result, and keeps the lock until it is killed or asked to
// release it; asked again, it tries again.
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
