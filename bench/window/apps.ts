// The apps that are measured: Parley as it is built, and a window of the same Electron with one static page.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { closeElectron, launchElectron } from '../../tools/electron-double/electron-double.ts';

const root = join(import.meta.dirname, '../..');
const bare = join(import.meta.dirname, 'bare');

export interface App {
  readonly page: Page;
  /** When its process was started, milliseconds since 1970. */
  readonly startedAt: number;
  quit(): Promise<void>;
}

export function startParley(userData: string): Promise<App> {
  return start(root, userData);
}

export function startBare(userData: string): Promise<App> {
  return start(bare, userData);
}

async function start(
  app: string,
  userData: string,
): Promise<App & { readonly electron: ElectronApplication }> {
  const startedAt = Date.now();
  const electron = await launchElectron({ app, userData });
  const page = await electron.firstWindow();
  page.setDefaultTimeout(300_000);
  return { electron, page, startedAt, quit: () => closeElectron(electron) };
}

interface SigningUp {
  readonly userData: string;
  readonly server: string;
  readonly username: string;
}

/** Makes an account in a new app and quits it. Resolves with the profile's key. */
export async function signUp({ userData, server, username }: SigningUp): Promise<Uint8Array> {
  const { electron, page, quit } = await start(root, userData);
  await page.getByLabel('Address or invite link').fill(server);
  await page.getByRole('button', { name: 'Connect' }).click();
  await page.getByRole('button', { name: 'Create an account' }).click();
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('button', { name: 'I’ve saved my recovery key' }).click();
  await page.getByText('Connected').waitFor();
  const { sealed } = JSON.parse(await readFile(join(userData, 'keychain-key.json'), 'utf8')) as {
    readonly sealed: string;
  };
  const opened = await electron.evaluate(
    ({ safeStorage }, text) => safeStorage.decryptString(Buffer.from(text, 'base64')),
    sealed,
  );
  await quit();
  return new Uint8Array(Buffer.from(opened, 'base64'));
}
