/** What is dropped where nobody takes it would be opened by the browser. Text may be dragged into where one writes. */
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
