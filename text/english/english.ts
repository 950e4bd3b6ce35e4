import { desktop } from './desktop.ts';
import { window } from './window.ts';

export const english = { window, desktop };
