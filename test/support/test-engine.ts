// A whole engine in the test's own process, with a real profile on the disk.
import { onTestFinished } from 'vitest';
import type { EngineApi } from '../../engine/api/api.ts';
import { type EngineOptions, openEngine } from '../../engine/engine.ts';
import { keyFile } from './key-file.ts';
import { silentLogger } from './silent-logger.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { unwrap } from './unwrap.ts';

export const password = 'correct horse battery';

type TestEngineOptions = Partial<Pick<EngineOptions, 'profileFolder' | 'clock' | 'acceptRequests'>>;

/** Accepts what strangers begin, unless the test is about requests. Opens it on a profile of its own, or the one of the folder, until the test ends. */
export async function openTestEngine(
  server: { readonly url: string },
  { profileFolder, ...options }: TestEngineOptions = {},
): Promise<EngineApi> {
  const engine = unwrap(
    await openEngine({
      server: server.url,
      profileFolder: profileFolder ?? (await temporaryFolder()),
      keySources: [keyFile],
      logger: silentLogger,
      acceptRequests: true,
      ...options,
    }),
  );
  onTestFinished(() => engine.close());
  return engine;
}

/** The same, with a new account signed in. */
export async function registerTestEngine(
  server: { readonly url: string },
  {
    username,
    displayName,
    ...options
  }: TestEngineOptions & { username: string; displayName?: string | undefined },
): Promise<EngineApi> {
  const engine = await openTestEngine(server, options);
  unwrap(await engine.call('register', { username, password, ...(displayName && { displayName }) }));
  return engine;
}
