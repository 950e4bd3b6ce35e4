// A computer with Parley on it, as far as account and people are concerned: no face and no conversations.
import { expect, onTestFinished, vi } from 'vitest';
import { type Account, createAccount } from '../../engine/account/account.ts';
import { type Connection, createConnection } from '../../engine/connection/connection.ts';
import { createPeople, type People } from '../../engine/people/people.ts';
import { openProfile, type Profile } from '../../engine/profile/profile.ts';
import type { AccountState } from '../../engine/session/account-session.ts';
import { systemClock } from '../../engine/system-clock.ts';
import { keyFile } from './key-file.ts';
import type { SignedUp } from './signed-up.ts';
import { silentLogger } from './silent-logger.ts';
import { temporaryFolder } from './temporary-folder.ts';
import type { TestServer } from './test-server.ts';
import { unwrap } from './unwrap.ts';

export interface TestDevice {
  readonly folder: string;
  readonly connection: Connection;
  readonly profile: Profile;
  readonly account: Account;
  /** Throws while no account is signed in. */
  state(): AccountState;
  people(): People;
  /** Turns it off; the folder stays until the test ends. */
  turnOff(): Promise<void>;
}

/** A new one, or the one whose profile is in the folder. */
export async function testDevice(server: string, folder?: string): Promise<TestDevice> {
  const profileFolder = folder ?? (await temporaryFolder());
  const profile = unwrap(
    await openProfile({ folder: profileFolder, keySources: [keyFile], server, logger: silentLogger }),
  );
  const connection = createConnection({ url: server, clock: systemClock, logger: silentLogger });
  const account = createAccount({ connection, profile, clock: systemClock, logger: silentLogger });
  connection.start();

  function state(): AccountState {
    const present = account.current();
    if (!present) throw new Error('no account is signed in here');
    return present;
  }

  async function turnOff(): Promise<void> {
    connection.stop();
    await profile.close();
  }
  onTestFinished(turnOff);
  return {
    folder: profileFolder,
    connection,
    profile,
    account,
    state,
    people: () => createPeople({ account: state(), connection, logger: silentLogger }),
    turnOff,
  };
}

/** One on which the server's prepared account is signed in and connected, and what signing up resolved to. */
export async function preparedDevice(
  home: TestServer,
  username: string,
): Promise<{ readonly device: TestDevice; readonly registered: SignedUp }> {
  const registered = await home.takeAccount(username);
  if (!registered) throw new Error(`${username} is not among the server’s prepared accounts`);
  const device = await testDevice(home.url, registered.profileFolder);
  await vi.waitFor(() => expect(device.connection.state).toBe('online'), 10_000);
  return { device, registered };
}
