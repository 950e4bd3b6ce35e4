import { nativeTheme } from '../desktop/native-theme.ts';
import type { Page } from './page.ts';

/** Keeps the page's prefers-color-scheme at what nativeTheme says, from now until the page ends. */
export function followTheme(page: Page): void {
  const apply = () => {
    const value = nativeTheme.shouldUseDarkColors ? 'dark' : 'light';
    const features = [{ name: 'prefers-color-scheme', value }];
    page.later(() => page.send('Emulation.setEmulatedMedia', { features }));
  };
  nativeTheme.on('updated', apply);
  page.onDestroyed(() => nativeTheme.off('updated', apply));
  apply();
}
