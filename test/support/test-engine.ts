// A whole engine in the test's own process, with a real profile on the disk.
import { expect, onTestFinished, vi } from 'vitest';
import type { EngineApi } from '../../engine/api/api.ts';
import { type EngineOptions, openEngine } from '../../engine/engine.ts';
import { keyFile } from './key-file.ts';
import { password } from './signed-up.ts';
import { silentLogger } from './silent-logger.ts';
import { temporaryFolder } from './temporary-folder.ts';
import type { TestServer } from './test-server.ts';
import { unwrap } from './unwrap.ts';

export { password };

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

/** The same, with an account signed in and connected: the server's prepared one, otherwise a new one. */
export async function registerTestEngine(
  server: { readonly url: string } & Partial<Pick<TestServer, 'takeAccount'>>,
  {
    username,
    displayName,
    ...options
  }: TestEngineOptions & { username: string; displayName?: string | undefined },
): Promise<EngineApi> {
  const prepared = await server.takeAccount?.(username);
  const engine = await openTestEngine(server, {
    ...(prepared && { profileFolder: prepared.profileFolder }),
    ...options,
  });
  if (prepared) {
    expect(prepared.displayName).toBe(displayName ?? username);
    await vi.waitFor(
      async () => expect(await engine.call('status', undefined)).toMatchObject(ONLINE),
      10_000,
    );
  } else {
    unwrap(await engine.call('register', { username, password, ...(displayName && { displayName }) }));
  }
  return engine;
}

const ONLINE = { value: { state: 'online' } };
