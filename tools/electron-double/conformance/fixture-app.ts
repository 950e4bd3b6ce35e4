// What every conformance test starts from: the fixture app, and a window with its page and preload.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { afterAll, beforeAll, vi } from 'vitest';
import { closeElectron, type LaunchOptions, launchElectron } from '../electron-double.ts';

declare global {
  // Globals of the fixture's main process.
  var fixtureFile: (name: string) => string;
  var received: unknown[];
  // What its preload exposes to the page.
  var preloadApi: {
    readonly nodeFs: string;
    readonly argv: readonly string[];
    readonly nested: { readonly deep: { value: number } };
    add(one: number, other: number): number;
    callBack(callback: (...args: unknown[]) => void): void;
    later(value: unknown): Promise<{ readonly value: unknown; readonly date: Date }>;
    fail(): never;
    refuse(): Promise<never>;
    invoke(channel: string, ...args: unknown[]): Promise<unknown>;
    received(): unknown[];
    hasPort(): boolean;
    sendPort(): void;
    post(message: unknown): void;
    closePort(): void;
  };
}

const app = join(import.meta.dirname, '..', 'fixture');

export interface Fixture {
  readonly application: ElectronApplication;
  readonly options: LaunchOptions;
}

/** One running fixture app for the tests of a file. */
export function useFixture(env: Readonly<Record<string, string>> = {}): Fixture {
  let fixture: Fixture | undefined;
  beforeAll(async () => {
    const userData = await mkdtemp(join(tmpdir(), `parley-test-${process.pid}-`));
    const options = { app, userData, env };
    fixture = { options, application: await launchElectron(options) };
  });
  afterAll(async () => {
    if (!fixture) return;
    const { application, options } = fixture;
    await closeElectron(application).finally(() => rm(options.userData, { recursive: true, force: true }));
  });
  const started = () => {
    if (!fixture) throw new Error('the fixture app is not running');
    return fixture;
  };
  return {
    get application() {
      return started().application;
    },
    get options() {
      return started().options;
    },
  };
}

/** A window that shows the fixture's page. Later code in the main process finds it by `getAllWindows`. */
export async function openWindow({ application }: Fixture, show = true): Promise<Page> {
  const shown = application.evaluate(async ({ BrowserWindow }, isShown) => {
    const preload = fixtureFile('preload.cjs');
    const webPreferences = { preload, additionalArguments: ['--extra=1'] };
    const window = new BrowserWindow({ show: isShown, width: 700, height: 500, webPreferences });
    await window.loadFile(fixtureFile('page.html'));
  }, show);
  const [page] = await Promise.all([application.waitForEvent('window'), shown]);
  await page.waitForURL(/page\.html$/);
  return page;
}

/** Leaves no window for the next test. */
export async function closeWindows({ application }: Fixture): Promise<void> {
  await application.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.destroy();
  });
}

/** Waits for an assertion to hold: what crosses processes takes its time, and more on a busy machine. */
export function eventually(assertion: () => Promise<void>): Promise<void> {
  return vi.waitFor(assertion, 10_000);
}
