/** The browser would open a file dropped outside of a drop target. Text may still be dragged into text fields. */
export function refuseDrops(window: Window): void {
  function refuse(event: DragEvent): void {
    const { dataTransfer, target } = event;
    if (event.defaultPrevented || !dataTransfer) return;
    const isText = dataTransfer.types.includes('text/plain') && !dataTransfer.types.includes('Files');
    if (isText && target instanceof Element && target.matches('input, textarea')) return;
    event.preventDefault();
    dataTransfer.dropEffect = 'none';
  }

  window.addEventListener('dragover', refuse);
  window.addEventListener('drop', refuse);
}
