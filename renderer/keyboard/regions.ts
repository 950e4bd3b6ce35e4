const FOCUSABLE = '[role="option"][tabindex="0"], [role="listbox"], button, [tabindex="0"]';

/** Moves the focus to the next part of the window: list, messages, composer, details. */
export function focusNextRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(
    (region) => region.offsetParent !== null,
  );
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const next = regions[(at + step + regions.length) % regions.length];
  if (!next) return;
  const inside = next.tabIndex >= 0 ? next : (firstIn(next) ?? next);
  inside.focus();
}

/** Where one writes, though something that is shown for a while may stand before it. */
function firstIn(region: HTMLElement): HTMLElement | null {
  return region.querySelector('textarea') ?? region.querySelector<HTMLElement>(FOCUSABLE);
}
