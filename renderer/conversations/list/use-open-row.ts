import { type RefObject, useEffect } from 'react';
import type { ListLayout } from 'react-aria-components';

/** Brings the row of the conversation that was just opened into view, wherever it was opened from. */
export function useOpenRow(
  list: RefObject<HTMLElement | null>,
  layout: ListLayout<unknown>,
  open: string | undefined,
): void {
  useEffect(() => {
    if (open === undefined) return;
    // After the list has laid its rows out, and again once those that came into view have been measured.
    let frame = requestAnimationFrame(() => {
      showRow(list.current, layout, open);
      frame = requestAnimationFrame(() => showRow(list.current, layout, open));
    });
    return () => cancelAnimationFrame(frame);
  }, [list, layout, open]);
}

/** A row far away isn't rendered, so only the layout knows where it is. */
function showRow(list: HTMLElement | null, layout: ListLayout<unknown>, key: string): void {
  const row = layout.getLayoutInfo(key)?.rect;
  if (!list || !row) return;
  const { scrollTop, clientHeight } = list;
  if (row.y < scrollTop) list.scrollTop = row.y;
  else if (row.maxY > scrollTop + clientHeight) list.scrollTop = row.maxY - clientHeight;
}
