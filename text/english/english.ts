import { desktop } from './desktop.ts';
import { terminal } from './terminal.ts';
import { window } from './window.ts';

export const english = { window, desktop, terminal };
