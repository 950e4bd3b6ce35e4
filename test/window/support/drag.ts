// Something is dragged from elsewhere and let go of over the page, as the mouse does it.
import type { Locator } from '@playwright/test';

export interface Dragged {
  readonly items: readonly { readonly mimeType: string; readonly data: string }[];
  /** Paths. */
  readonly files: readonly string[];
}

/** Ends when the page has had the drop. */
export async function dropOnto(target: Locator, { items, files }: Dragged): Promise<void> {
  const page = target.page();
  const box = await target.boundingBox();
  if (!box) throw new Error('what is dropped onto is not there');
  const session = await page.context().newCDPSession(page);
  const data = { items: [...items], files: [...files], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    const place = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await session.send('Input.dispatchDragEvent', { type, ...place, data });
  }
  await session.detach();
}
