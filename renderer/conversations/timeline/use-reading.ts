// A message is read when it has been in view while the window had the focus and nothing lay over the conversation.
import { type RefObject, useCallback, useEffect, useRef } from 'react';
import type { Timeline } from '../../../view-models/timeline/timeline.ts';
import { useApp } from '../../app/app.ts';
import { useStore } from '../../app/use-store.ts';
import type { ConversationFacts } from '../use-conversation-facts.ts';

const GATHER_MILLISECONDS = 120;
const ENOUGH = 0.5;
/** Observed in small steps: half a view may be a small part of a tall message. */
const STEPS = Array.from({ length: 1_001 }, (_, nth) => nth / 1_000);

/** Returns the ref for each unread message's element; it carries its id in `data-message`. */
export function useReading(
  scroller: RefObject<HTMLDivElement | null>,
  { id: conversation, own }: ConversationFacts,
  timeline: Timeline,
): (element: HTMLElement | null) => (() => void) | undefined {
  const { engine, conversationVisibility } = useApp();
  const isConversationVisible = useStore(conversationVisibility, (now) => now);
  const inView = useRef(new Set<string>());
  const observer = useRef<IntersectionObserver>(undefined);
  const marked = useRef(0);
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);

  const markRead = useCallback(() => {
    clearTimeout(waiting.current);
    waiting.current = setTimeout(async () => {
      if (!conversationVisibility.get()) return;
      const { messages, newer } = timeline.get();
      const newest = messages.findLast(({ id }) => inView.current.has(id));
      if (newest?.seq === undefined || newest.seq <= marked.current) return;
      marked.current = newest.seq;
      const last = messages.findLast(({ sender }) => sender !== own);
      if (!newer && newest.id === last?.id) timeline.seen();
      const read = await engine.call('markRead', { conversation, upTo: newest.id });
      // As by an engine that died over it: what is in view next marks it.
      if (!read.ok) marked.current = 0;
    }, GATHER_MILLISECONDS);
  }, [engine, conversationVisibility, conversation, own, timeline]);

  const observe = useCallback(
    (element: HTMLElement | null) => {
      if (!element) return;
      observer.current ??= new IntersectionObserver(
        (entries) => {
          for (const entry of entries) note(inView.current, entry, scroller.current?.clientHeight ?? 0);
          markRead();
        },
        { root: scroller.current, threshold: STEPS },
      );
      const current = observer.current;
      current.observe(element);
      return () => {
        current.unobserve(element);
        inView.current.delete(element.dataset.message ?? '');
      };
    },
    [scroller, markRead],
  );

  useEffect(() => {
    if (isConversationVisible) markRead();
  }, [isConversationVisible, markRead]);

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
