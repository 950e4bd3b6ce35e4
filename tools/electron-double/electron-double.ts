// One driver for two Electrons: the real one when its binary is there, else the double. Specs don't know which.
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { _electron, type ElectronApplication } from '@playwright/test';
import { provideChromium } from './chromium.ts';
import { findRealElectron } from './real-electron.ts';

const root = join(import.meta.dirname, '..', '..');
const realElectron = findRealElectron(join(root, 'node_modules', 'electron'));
const doubleElectron = join(import.meta.dirname, 'electron');

const quitWithin = 10_000;

/** On Linux Electron chooses a keyring by the desktop, which a test machine doesn't have. */
const keyring = realElectron && process.platform === 'linux' ? ['--password-store=gnome-libsecret'] : [];

export const isRealElectron = realElectron !== undefined;

/** `app` is a folder with a package.json, or a main file; a packaged app is its own executable instead. */
type AppOrExecutable =
  | { readonly app: string; readonly executable?: undefined }
  | { readonly app?: undefined; readonly executable: string };

export type LaunchOptions = AppOrExecutable & {
  /** The profile folder. Its owner removes it. */
  readonly userData: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

/** How to start the app without Playwright: for second instances, which never open a debugger. */
export function electronCommand({ app, executable, userData, args = [], env = {} }: LaunchOptions) {
  return {
    executablePath: executable ?? realElectron ?? doubleElectron,
    args: [...(app === undefined ? [] : [app]), `--user-data-dir=${userData}`, ...keyring, ...args],
    env: { ...process.env, ...(isRealElectron ? {} : doubleEnvironment()), ...env },
  };
}

interface MainProcess {
  readonly ended: Promise<readonly [code: number | null, signal: NodeJS.Signals | null]>;
  kill(): void;
  /** The last that it wrote to stderr. */
  complaints(): string;
}

/** Playwright forgets the process of an app whose pages are gone. */
const mainProcesses = new WeakMap<ElectronApplication, MainProcess>();

/**
 * Quits the app. Ends by force one that does not quit in time. Throws when it did not end well, now or before,
 * with what it complained of: nothing is left behind either way.
 */
export async function closeElectron(application: ElectronApplication): Promise<void> {
  const main = mainProcesses.get(application);
  if (!main) throw new Error('not an app of launchElectron');
  const force = setTimeout(main.kill, quitWithin);
  await application.close();
  // Playwright is content when the pages are gone; the process may still hold the profile then.
  const [code, signal] = await main.ended;
  clearTimeout(force);
  if (signal === 'SIGKILL') throw new Error(`the app did not quit within ${quitWithin} ms`);
  if (code !== 0) throw new Error(`the app ended with ${code ?? signal}: ${main.complaints()}`);
}

function watchMain(child: ChildProcess): MainProcess {
  let complaints = '';
  child.stderr?.on('data', (chunk) => {
    complaints = (complaints + chunk).slice(-4_000);
  });
  const ended = new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.once('exit', (code, signal) => resolve([code, signal]));
    if (child.exitCode !== null || child.signalCode !== null) resolve([child.exitCode, child.signalCode]);
  });
  return { ended, kill: () => void child.kill('SIGKILL'), complaints: () => complaints };
}

function doubleEnvironment(): NodeJS.ProcessEnv {
  return {
    ELECTRON_DOUBLE_HOME: import.meta.dirname,
    ELECTRON_DOUBLE_NODE: process.execPath,
    PARLEY_CHROMIUM: provideChromium(),
  };
}

/** Starts the app under Playwright; resolves when it is ready. The caller closes it with closeElectron. */
export async function launchElectron(options: LaunchOptions): Promise<ElectronApplication> {
  const { env, ...command } = electronCommand(options);
  // The app's own nativeTheme decides, not Playwright's default of a light page.
  const colorScheme = null;
  const application = await _electron.launch({ ...command, colorScheme, env: definedOnly(env) });
  mainProcesses.set(application, watchMain(application.process()));
  await application.evaluate(({ app }) => app.whenReady());
  return application;
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}
