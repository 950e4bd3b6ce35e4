import type { BrowserWindow } from 'electron';
import type { Logger } from '../logger.ts';
import type { StoredFile } from '../stored-file.ts';
import type { Placement } from './placement.ts';

/** While it is dragged a window moves with every frame. */
const SETTLED_MILLISECONDS = 500;

/** Keeps the window's place in the file, as it changes and when it closes. Returns a function that waits for the last write. */
export function keepPlace(
  window: BrowserWindow,
  file: StoredFile<Placement>,
  logger: Logger,
): () => Promise<void> {
  let waiting: ReturnType<typeof setTimeout> | undefined;

  function keep(): void {
    clearTimeout(waiting);
    if (window.isDestroyed()) return;
    file
      .write({ v: 1, bounds: window.getNormalBounds(), maximized: window.isMaximized() })
      .catch((error: unknown) => logger.warn({ error }, 'the window’s place was not kept'));
  }

  function keepSoon(): void {
    clearTimeout(waiting);
    waiting = setTimeout(keep, SETTLED_MILLISECONDS);
  }

  window.on('resize', keepSoon);
  window.on('move', keepSoon);
  window.on('close', keep);
  return file.settled;
}
