import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { summariseProfile } from '../../engine/engine.ts';
import { readJsonFile } from '../../node/json-file.ts';
import { stderrLogger } from '../logger.ts';
import { keyFileSource } from '../rpc/key-source.ts';
import { listProfileFolders } from './profile-folder.ts';

export interface StoredProfile {
  readonly folder: string;
  readonly server: string | undefined;
  readonly state: 'signed-in' | 'signed-out' | 'in-use' | 'locked' | 'unreadable';
  readonly account?: string | undefined;
}

/** Those among the user's data, as far as they can be looked into without a question. */
export function listStoredProfiles(environment: NodeJS.ProcessEnv): Promise<readonly StoredProfile[]> {
  return Promise.all(listProfileFolders(environment).map((folder) => readStoredProfile(folder, environment)));
}

const file = z.looseObject({ server: z.string() });

/** `locked`: a passphrase opens it. */
export async function readStoredProfile(
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<StoredProfile> {
  try {
    const server = (await readJsonFile(join(folder, 'profile.json'), file))?.server;
    if (!existsSync(join(folder, 'profile.key'))) return { folder, server, state: 'locked' };
    const keySources = [keyFileSource(folder, () => undefined)];
    const found = await summariseProfile({ folder, keySources, logger: stderrLogger(environment, 'error') });
    if (found.ok) {
      const { account } = found.value;
      return { folder, server, state: account === undefined ? 'signed-out' : 'signed-in', account };
    }
    return { folder, server, state: found.code === 'profile-in-use' ? 'in-use' : 'locked' };
  } catch (error) {
    stderrLogger(environment, 'error').debug({ error, folder }, 'a profile can’t be read');
    return { folder, server: undefined, state: 'unreadable' };
  }
}
