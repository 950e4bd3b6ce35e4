/**
 * Gives the focus to an element, if it is there, in a frame of its own: a screen reader says where one is only after what
 * was there before is gone, or hidden, and takes a focus that moves in the same frame for no change at all. A key
 * that is pressed sooner isn't lost. Returns what calls it off.
 */
export function focusSoon(find: () => HTMLElement | null | undefined): () => void {
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(give);
  });

  function stop(): void {
    cancelAnimationFrame(frame);
    document.removeEventListener('keydown', give, true);
  }

  function give(): void {
    stop();
    find()?.focus();
  }

  document.addEventListener('keydown', give, true);
  return stop;
}
