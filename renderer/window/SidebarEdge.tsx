import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';

const NARROWEST = 220;
const WIDEST = 440;
const STEP = 16;

/** The window splitter (ARIA pattern): dragged, or moved with the arrow keys. */
export function SidebarEdge() {
  const text = useText();
  const { preferences } = useApp();
  const { sidebarWidth, sidebarCollapsed } = useStore(preferences, (all) => all);
  const dragging = useRef(false);

  function resize(width: number): void {
    preferences.change({ sidebarWidth: Math.round(Math.min(WIDEST, Math.max(NARROWEST, width))) });
  }

  function onPointerMove(event: PointerEvent): void {
    if (dragging.current) resize(event.clientX);
  }

  function onKeyDown({ key }: KeyboardEvent): void {
    if (key === 'ArrowLeft') resize(sidebarWidth - STEP);
    if (key === 'ArrowRight') resize(sidebarWidth + STEP);
    if (key === 'Enter') preferences.change({ sidebarCollapsed: !sidebarCollapsed });
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a focusable separator is a widget, which hr is not
    <div
      className="sidebar-edge"
      role="separator"
      aria-label={text.conversations.resize}
      aria-orientation="vertical"
      aria-valuenow={sidebarWidth}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        dragging.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        dragging.current = false;
      }}
    />
  );
}
