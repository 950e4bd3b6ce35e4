import { join } from 'node:path';

/** Where things lie in the built app. */
export interface Folders {
  readonly preload: string;
  readonly renderer: string;
  readonly engineProcess: string;
  readonly serverProcess: string;
  readonly icon: string;
  readonly tray: string;
  readonly overlay: string;
}

/** `built` is the folder of the built main process. */
export function foldersOf(built: string): Folders {
  const assets = join(built, '..', '..', 'assets');
  return {
    preload: join(built, '..', 'preload', 'preload.cjs'),
    renderer: join(built, '..', 'renderer'),
    engineProcess: join(built, 'engine-process.js'),
    serverProcess: join(built, 'server-process.js'),
    icon: join(assets, 'icons', '256x256.png'),
    tray: join(assets, 'tray'),
    overlay: join(assets, 'tray', 'overlay.png'),
  };
}
