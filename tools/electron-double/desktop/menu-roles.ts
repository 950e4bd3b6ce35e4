import { state, theApp } from '../state.ts';

const zoomStep = 0.5;

/** Does what a menu item's role promises, to the focused window. False for roles that the double does not model. */
export function performRole(role: string): boolean {
  const window = state.focusedWindow;
  const contents = window?.webContents;
  switch (role) {
    case 'quit':
      theApp().quit();
      return true;
    case 'close':
      window?.close();
      return true;
    case 'minimize':
      window?.minimize();
      return true;
    case 'togglefullscreen':
      window?.setFullScreen(!window.isFullScreen());
      return true;
    case 'reload':
      contents?.reload();
      return true;
    case 'resetZoom':
      contents?.setZoomLevel(0);
      return true;
    case 'zoomIn':
      contents?.setZoomLevel(contents.getZoomLevel() + zoomStep);
      return true;
    case 'zoomOut':
      contents?.setZoomLevel(contents.getZoomLevel() - zoomStep);
      return true;
  }
  return false;
}
