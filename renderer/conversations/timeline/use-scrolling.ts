// Where the timeline stands: at the first unread message when it opens, otherwise anchored to the messages in
// view. Nothing moves when others load above or below; the view follows new ones only while it is at the end.
import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { TimelineItem } from '../../../view-models/timeline/items.ts';
import type { Timeline, TimelineState } from '../../../view-models/timeline/timeline.ts';
import { useApp } from '../../app/app.ts';
import { focusSoon } from '../../components/focus-soon.ts';
import { estimateHeight } from './estimate-height.ts';

/** So many rows from either end of the loaded range, the next page is requested. */
const ROWS_AHEAD = 25;
const END_PIXELS = 60;

export function useScrolling(
  scroller: RefObject<HTMLDivElement | null>,
  items: readonly TimelineItem[],
  timeline: Timeline,
  { newer, jumps, shown }: TimelineState,
  found: string | undefined,
) {
  const { latest } = useApp();
  const opened = useRef(false);
  // What is appended to a range further up is not new, and the view doesn't follow it.
  const [follows, setFollows] = useState(!newer);
  const [firstVisible, setFirstVisible] = useState(0);

  const virtualizer = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: items.length,
    getScrollElement: () => scroller.current,
    getItemKey: useCallback((index: number) => items[index]?.key ?? index, [items]),
    estimateSize: (index) => estimateHeight(items[index]),
    overscan: 12,
    anchorTo: 'end',
    followOnAppend: follows,
    scrollEndThreshold: END_PIXELS,
    paddingStart: 24,
    paddingEnd: 12,
    directDomUpdates: true,
    onChange(now) {
      setFirstVisible(now.getVirtualItemForOffset(now.scrollOffset ?? 0)?.index ?? 0);
      if (opened.current) loadAhead(now.range);
    },
  });

  const atEnd = useEnd(scroller, () => !timeline.get().newer && virtualizer.scrollToEnd());

  function loadAhead(range: typeof virtualizer.range): void {
    if (!range) return;
    if (range.startIndex < ROWS_AHEAD && !timeline.get().failed) timeline.loadOlder();
    else if (range.endIndex >= items.length - ROWS_AHEAD) timeline.loadNewer();
  }

  const toLatest = useCallback(() => {
    if (timeline.get().newer) timeline.toLatest();
    else virtualizer.scrollToEnd();
  }, [virtualizer, timeline]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the conversation is opened
  useLayoutEffect(() => {
    const divider = items.findIndex(({ kind }) => kind === 'divider');
    const wanted = items.findIndex(({ key }) => key === found);
    const stop = wanted < 0 ? undefined : focusSoon(() => messageElement(scroller.current, found));
    if (wanted >= 0) virtualizer.scrollToIndex(wanted, { align: 'center' });
    else if (divider < 0) virtualizer.scrollToEnd();
    else virtualizer.scrollToIndex(divider, { align: 'start' });
    // Before that the view is at the top, which would request older messages at once.
    const opening = requestAnimationFrame(() => {
      opened.current = true;
      loadAhead(virtualizer.range);
    });
    return () => {
      cancelAnimationFrame(opening);
      stop?.();
    };
  }, []);

  useLayoutEffect(() => {
    if (jumps > 0 && !timeline.get().shown) virtualizer.scrollToEnd();
  }, [virtualizer, timeline, jumps]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each time that it is to go there
  useLayoutEffect(() => {
    const index = items.findIndex(({ key }) => key === shown?.id);
    if (!shown || index < 0) return;
    virtualizer.scrollToIndex(index, { align: 'center' });
    return markShown(scroller, shown.id);
  }, [shown?.nth]);

  useEffect(() => setFollows(!newer), [newer]);
  useEffect(() => latest.subscribe(toLatest), [latest, toLatest]);
  useFollowOwn(items, toLatest);

  return {
    virtualizer,
    atEnd,
    firstVisible,
    toLatest,
    showItem: (index: number) => virtualizer.scrollToIndex(index, { align: 'auto' }),
  };
}

/** The row is drawn after the view has come to it. Its mark fades by itself. */
function markShown(scroller: RefObject<HTMLDivElement | null>, id: string): () => void {
  return focusSoon(() => {
    const message = messageElement(scroller.current, id);
    message?.animate([{ backgroundColor: 'var(--selected)' }, {}], { duration: 1_600, easing: 'ease-in' });
    return message;
  });
}

function messageElement(scroller: HTMLElement | null, id = ''): HTMLElement | null | undefined {
  return scroller?.querySelector<HTMLElement>(`[data-message="${CSS.escape(id)}"]`);
}

/**
 * Only scrolling leaves the end. What changes the size of the view or of what is in it (a panel, the composer, the
 * window, the last message) doesn't: then the end is kept.
 */
function useEnd(scroller: RefObject<HTMLDivElement | null>, toEnd: () => void): boolean {
  const [atEnd, setAtEnd] = useState(true);
  const keep = useRef(toEnd);
  keep.current = toEnd;

  useLayoutEffect(() => {
    const view = scroller.current;
    if (!view) return;
    let isKept: boolean | undefined;
    let height = view.clientHeight;

    function look(): void {
      if (!view) return;
      isKept = view.scrollHeight - view.clientHeight - view.scrollTop <= END_PIXELS;
      setAtEnd(isKept);
    }

    function onScroll(): void {
      // A panel that gives way to a higher one moves the view before its new size is announced.
      if (view?.clientHeight === height) look();
    }

    const sizes = new ResizeObserver(() => {
      height = view.clientHeight;
      if (isKept) keep.current();
      look();
    });
    sizes.observe(view);
    for (const content of view.children) sizes.observe(content);
    view.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      sizes.disconnect();
      view.removeEventListener('scroll', onScroll);
    };
  }, [scroller]);

  return atEnd;
}

/** Scrolls to the user's new message, but not to those from before the conversation was opened. */
function useFollowOwn(items: readonly TimelineItem[], toLatest: () => void): void {
  const followed = useRef(Date.now());
  const last = items.at(-1);
  const written =
    last?.kind === 'message' && last.mine && last.message.seq === undefined
      ? Date.parse(last.message.sentAt)
      : 0;
  useEffect(() => {
    if (written <= followed.current) return;
    followed.current = written;
    toLatest();
  }, [written, toLatest]);
}
