// A process that tries for a lock, says what came of it, and holds on to it until it is killed.
import { acquireLock } from '../lock-file.ts';

const [path] = process.argv.slice(2);
if (!path) throw new Error('which lock?');
const attempt = await acquireLock(path);
process.send?.(attempt.ok ? 'held' : `refused by ${attempt.owner.pid}`);
setInterval(() => undefined, 60_000);
