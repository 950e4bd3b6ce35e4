import type { App } from 'electron';
import type { Logger } from './logger.ts';

/**
 * When the app is quit, closes these one after the other before its process ends: the engine sends its last
 * reports while the server is still running. Returns whether the app is being quit.
 */
export function quitInOrder(
  app: Pick<App, 'on' | 'quit'>,
  closings: readonly (() => Promise<void>)[],
  logger: Logger,
): () => boolean {
  let isQuitting = false;
  let isClosed = false;
  let isClosing = false;

  async function closeAll(): Promise<void> {
    for (const close of closings) {
      await close().catch((error: unknown) => logger.error({ error }, 'quitting left something open'));
    }
    isClosed = true;
    app.quit();
  }

  app.on('before-quit', () => {
    isQuitting = true;
  });
  app.on('will-quit', (event) => {
    if (isClosed) return;
    event.preventDefault();
    // Ignore a second quit while closing.
    if (isClosing) return;
    isClosing = true;
    closeAll();
  });
  return () => isQuitting;
}
