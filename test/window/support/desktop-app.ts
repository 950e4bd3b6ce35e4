// The built app as a person starts it, through the real Electron or its double: `const alice = await startApp()`.
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { expect, onTestFinished, vi } from 'vitest';
import {
  closeElectron,
  type LaunchOptions,
  launchElectron,
} from '../../../tools/electron-double/electron-double.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const root = join(import.meta.dirname, '../../..');

const STEP_MILLISECONDS = 15_000;

export interface DesktopApp {
  readonly electron: ElectronApplication;
  readonly page: Page;
  readonly options: LaunchOptions;
  /** Quits it; the same options start it again on the same profile. */
  quit(): Promise<void>;
}

export interface StartOptions {
  /** A new one unless given. */
  readonly userData?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A packaged app's own executable. */
  readonly executable?: string;
  /** Its window is not expected to be shown. */
  readonly hidden?: boolean;
}

/** Runs until the test ends. */
export async function startApp({
  executable,
  hidden = false,
  ...given
}: StartOptions = {}): Promise<DesktopApp> {
  const userData = given.userData ?? (await temporaryFolder());
  const options: LaunchOptions = {
    ...given,
    userData,
    ...(executable === undefined ? { app: root } : { executable }),
  };
  const electron = await launchElectron(options);
  let quitting: Promise<void> | undefined;
  const quit = () => {
    quitting ??= closeElectron(electron);
    return quitting;
  };
  onTestFinished(quit);
  const page = await electron.firstWindow();
  // Less than a test has, so that it fails at the step that waited.
  page.setDefaultTimeout(STEP_MILLISECONDS);
  if (!hidden) await shown(electron);
  return { electron, page, options, quit };
}

async function shown(electron: ElectronApplication): Promise<void> {
  const isShown = () =>
    electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((each) => each.isVisible()));
  await vi.waitFor(async () => expect(await isShown()).toBe(true), STEP_MILLISECONDS);
}
