// Plays Electron's start-up: reads the command line, runs the app's main module, brings Chromium up, is ready.
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { App } from '../app/app.ts';
import { CommandLine } from '../app/command-line.ts';
import { startChromium } from '../chromium/chromium-process.ts';
import { state } from '../state.ts';
import { watchTargets } from '../windows/target-watch.ts';
import { readAppPackage } from './app-package.ts';
import { electronApi } from './electron-api.ts';
import { electronVersion, pretendElectron, provideElectron } from './electron-module.ts';
import { installedApp } from './installed-app.ts';
import { parseLaunchArguments } from './launch-arguments.ts';

const executable = process.env.ELECTRON_DOUBLE_EXECUTABLE ?? process.execPath;
const argv = process.argv.slice(2);
const { preloads, app: appArgument } = parseLaunchArguments(argv);
const resourcesPath = join(dirname(executable), 'resources');
const installed = installedApp(resourcesPath);
const { entry, ...identity } = readAppPackage(installed ?? appArgument ?? '.');

pretendElectron('browser');
Object.assign(process, { execPath: executable, resourcesPath, defaultApp: installed ? undefined : true });
process.argv = [executable, ...argv];

const app = new App({
  ...identity,
  version: identity.version ?? electronVersion,
  isPackaged: installed !== undefined,
  executable,
  argv,
});
state.app = app;
provideElectron(electronApi(app));
process.on('SIGTERM', () => app.quit());
process.on('SIGINT', () => app.quit());

// Node loads its fetch when it is first needed; a debugger's evaluation in the middle of that finds half of it.
new Response();

// Playwright's loader is the first preload: it holds `ready` back until it is attached.
const require = createRequire(import.meta.url);
for (const preload of preloads) require(resolve(preload));
await import(pathToFileURL(entry).href);
if (!state.isQuitting) {
  const profile = join(app.getPath('userData'), 'double-chromium');
  state.chromium = await startChromium(profile, CommandLine.chromiumSwitches(app.commandLine));
  state.chromium.process.once('exit', () => {
    if (!state.isQuitting) app.exit(1);
  });
  await watchTargets();
  App.start(app);
}
