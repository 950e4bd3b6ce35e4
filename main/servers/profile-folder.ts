import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** The folder of a server's profile: hexadecimal, since a URL holds what file systems don't take. */
export function profileFolder(userData: string, url: string): string {
  const name = createHash('sha256').update(`parley profile v1\n${url}`).digest('hex').slice(0, 32);
  return join(userData, 'profiles', name);
}
