// A message is read when it has been in view while the window had the focus and was visible.
import { type RefObject, useCallback, useEffect, useRef } from 'react';
import { conversationId, messageId } from '../../../protocol/ids.ts';
import { useStore } from '../../messenger/store.ts';
import { useApp } from '../../window/app.ts';
import type { Timeline } from './timeline.ts';

const GATHER_MILLISECONDS = 120;
const ENOUGH = 0.5;

/** Returns the ref for each unread message's element; it carries its id in `data-message`. */
export function useReading(
  scroller: RefObject<HTMLDivElement | null>,
  conversation: string,
  timeline: Timeline,
): (element: HTMLElement | null) => (() => void) | undefined {
  const { engine, attention } = useApp();
  const attended = useStore(attention, (now) => now);
  const inView = useRef(new Set<string>());
  const observer = useRef<IntersectionObserver>(undefined);
  const marked = useRef(0);
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);

  const markRead = useCallback(() => {
    clearTimeout(waiting.current);
    waiting.current = setTimeout(async () => {
      if (!attention.get()) return;
      const { messages, newer } = timeline.get();
      const newest = messages.findLast(({ id }) => inView.current.has(id));
      if (newest?.seq === undefined || newest.seq <= marked.current) return;
      marked.current = newest.seq;
      if (!newer && newest.id === messages.at(-1)?.id) timeline.seen();
      const read = await engine.call('markRead', {
        conversation: conversationId.parse(conversation),
        upTo: messageId.parse(newest.id),
      });
      // As by an engine that died over it: what is in view next marks it.
      if (!read.ok) marked.current = 0;
    }, GATHER_MILLISECONDS);
  }, [engine, attention, conversation, timeline]);

  const observe = useCallback(
    (element: HTMLElement | null) => {
      if (!element) return;
      observer.current ??= new IntersectionObserver(
        (entries) => {
          for (const entry of entries) note(inView.current, entry, scroller.current?.clientHeight ?? 0);
          markRead();
        },
        { root: scroller.current, threshold: [0, ENOUGH, 1] },
      );
      const watching = observer.current;
      watching.observe(element);
      return () => {
        watching.unobserve(element);
        inView.current.delete(element.dataset.message ?? '');
      };
    },
    [scroller, markRead],
  );

  useEffect(() => {
    if (attended) markRead();
  }, [attended, markRead]);

  useEffect(() => () => clearTimeout(waiting.current), []);

  return observe;
}

/** In view is at least half of it or, of one taller than the view, half a view of it. */
function note(inView: Set<string>, entry: IntersectionObserverEntry, viewHeight: number): void {
  const { target, intersectionRatio, intersectionRect } = entry;
  const id = (target as HTMLElement).dataset.message; // Only message elements are observed.
  if (id === undefined) return;
  if (intersectionRatio >= ENOUGH || intersectionRect.height >= viewHeight * ENOUGH) inView.add(id);
  else inView.delete(id);
}
