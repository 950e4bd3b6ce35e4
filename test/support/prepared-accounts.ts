// Accounts that a test merely needs: once in a run they are signed up, and each test copies the server's data folder and the
// profiles. Signing up costs half a second of a core, a copy a few milliseconds.
import { hash, randomUUID } from 'node:crypto';
import { cp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { layout, type NewAccount, type SignedUp } from './signed-up.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface PreparedAccount extends SignedUp {
  readonly profileFolder: string;
}

export class PreparedAccounts {
  readonly #folder: string;
  readonly #taken = new Set<string>();

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Those that an earlier test of the run signed up, or new ones. */
  static async find(accounts: readonly NewAccount[]): Promise<PreparedAccounts> {
    const sorted = JSON.stringify(accounts.map((account) => JSON.stringify(account)).toSorted());
    const folder = join(inject('preparedAccounts'), hash('sha256', sorted));
    if (!(await exists(folder))) {
      const unfinished = `${folder}-${randomUUID()}`;
      // Engine and server are loaded only here: most tests that need accounts find them.
      const { signUpAccounts } = await import('./sign-up-accounts.ts');
      await signUpAccounts(accounts, unfinished);
      await rename(unfinished, folder).catch(async (error: unknown) => {
        // Another worker was quicker.
        if (!(await exists(folder))) throw error;
        await rm(unfinished, { recursive: true });
      });
    }
    return new PreparedAccounts(folder);
  }

  /** Copies the server on which they signed up. */
  async copyServer(dataFolder: string): Promise<void> {
    await cp(layout(this.#folder).serverFolder, dataFolder, { recursive: true });
  }

  /**
   * Copies the profile of an account, signed in at the server that now listens at `url`. Only once: a device is in one
   * place. Undefined then, and for names that are not prepared.
   */
  async take(username: string, url: string): Promise<PreparedAccount | undefined> {
    const prepared = layout(this.#folder);
    const signedUp: Record<string, SignedUp> = await readJson(prepared.signedUpFile);
    const account = signedUp[username];
    if (!account || this.#taken.has(username)) return;
    this.#taken.add(username);
    const profileFolder = await temporaryFolder();
    await cp(prepared.profileFolder(username), profileFolder, { recursive: true });
    const file = join(profileFolder, 'profile.json');
    const profile: object = await readJson(file);
    await writeFile(file, JSON.stringify({ ...profile, server: url }));
    return { ...account, profileFolder };
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

async function readJson(file: string) {
  return JSON.parse(await readFile(file, 'utf8'));
}
