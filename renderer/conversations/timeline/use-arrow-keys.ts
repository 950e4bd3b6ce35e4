import type { KeyboardEvent } from 'react';
import type { TimelineItem } from '../../../view-models/timeline/items.ts';

/** Arrow keys move the focus from message to message, as in a grid, and through what is on one: quote, emoji, bar. */
export function useArrowKeys(items: readonly TimelineItem[], showItem: (index: number) => void) {
  return (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') return void moveWithin(event);
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const grid = event.currentTarget;
    const focused = focusedIndex(grid);
    const next = nextMessage(items, focused === undefined ? edgeInView(grid, step) : focused + step, step);
    if (next === undefined) return;
    showItem(next);
    requestAnimationFrame(() => messageAt(grid, next)?.focus());
  };
}

/** Begins and ends at the message itself, whichever way the text runs. */
function moveWithin(event: KeyboardEvent<HTMLDivElement>): void {
  const message = document.activeElement?.closest<HTMLElement>('.message');
  if (!message || !event.currentTarget.contains(message)) return;
  event.preventDefault();
  const stops = [message, ...message.querySelectorAll<HTMLElement>('button')];
  const step = event.key === 'ArrowRight' ? 1 : -1;
  stops[stops.indexOf(document.activeElement as HTMLElement) + step]?.focus(); // what has the focus is an element
}

function focusedIndex(grid: HTMLElement): number | undefined {
  const row = grid.contains(document.activeElement)
    ? document.activeElement?.closest<HTMLElement>('[data-index]')
    : undefined;
  return row ? Number(row.dataset.index) : undefined;
}

/** The row in view that one comes to first: the uppermost going down, the lowest going up. */
function edgeInView(grid: HTMLElement, step: number): number {
  const view = grid.getBoundingClientRect();
  const rows = [...grid.querySelectorAll<HTMLElement>('[data-index]')].filter((row) => {
    const { top, bottom } = row.getBoundingClientRect();
    return bottom > view.top && top < view.bottom;
  });
  return Number(rows.at(step > 0 ? 0 : -1)?.dataset.index);
}

function nextMessage(items: readonly TimelineItem[], from: number, step: number): number | undefined {
  let index = from;
  while (items[index] && items[index]?.kind !== 'message') index += step;
  return items[index] ? index : undefined;
}

function messageAt(grid: HTMLElement, index: number): HTMLElement | null {
  return grid.querySelector<HTMLElement>(`[data-index="${index}"] .message`);
}
