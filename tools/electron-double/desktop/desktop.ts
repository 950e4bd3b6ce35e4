// The smaller modules of the desktop: each keeps what the app sets, and answers as a desktop without surprises.
import { record } from '../state.ts';
import { StrictEmitter, strict } from '../strict.ts';

export const shell = strict('shell', {
  openExternal: async (url: string) => record('shell.openExternal', url),
  openPath: async (path: string) => {
    record('shell.openPath', path);
    return '';
  },
  showItemInFolder: (path: string) => record('shell.showItemInFolder', path),
  beep: () => record('shell.beep'),
});

/** Every dialogue is cancelled; a spec replaces the function to answer otherwise. */
export const dialog = strict('dialog', {
  showOpenDialog: async (...args: readonly unknown[]) => {
    record('dialog.showOpenDialog', args.at(-1));
    return { canceled: true, filePaths: [] as string[] };
  },
  showSaveDialog: async (...args: readonly unknown[]) => {
    record('dialog.showSaveDialog', args.at(-1));
    return { canceled: true, filePath: '' };
  },
  showMessageBox: async (...args: readonly unknown[]) => {
    record('dialog.showMessageBox', args.at(-1));
    return { response: 0, checkboxChecked: false };
  },
  showErrorBox: (title: string, content: string) => {
    record('dialog.showErrorBox', title, content);
    process.stderr.write(`${title}\n${content}\n`);
  },
});

let clipboardText = '';
/** Holds text only. */
export const clipboard = strict('clipboard', {
  readText: async () => clipboardText,
  writeText: async (text: string) => {
    clipboardText = text;
  },
  has: async (mimeType: string) => mimeType === 'text/plain' && clipboardText !== '',
  clear: () => {
    clipboardText = '';
  },
});

class PowerMonitor extends StrictEmitter {
  getSystemIdleState(): 'active' | 'idle' | 'locked' | 'unknown' {
    return 'active';
  }

  getSystemIdleTime(): number {
    return 0;
  }

  isOnBatteryPower(): boolean {
    return false;
  }

  get onBatteryPower(): boolean {
    return this.isOnBatteryPower();
  }
}

export const powerMonitor = new PowerMonitor();
