import type { Display } from 'electron';
import { StrictEmitter } from '../strict.ts';

const area = { x: 0, y: 0, width: 1920, height: 1080 };
const size = { width: area.width, height: area.height };

export const primaryDisplay: Display = {
  id: 1,
  label: 'double',
  bounds: area,
  workArea: area,
  size,
  workAreaSize: size,
  maximumCursorSize: { width: 64, height: 64 },
  nativeOrigin: { x: 0, y: 0 },
  scaleFactor: 1,
  rotation: 0,
  colorDepth: 24,
  colorSpace: '',
  depthPerComponent: 8,
  displayFrequency: 60,
  accelerometerSupport: 'unknown',
  touchSupport: 'unknown',
  detected: true,
  internal: false,
  monochrome: false,
};

/** One display. */
class Screen extends StrictEmitter {
  getAllDisplays(): Display[] {
    return [primaryDisplay];
  }

  getPrimaryDisplay(): Display {
    return primaryDisplay;
  }

  getDisplayMatching(): Display {
    return primaryDisplay;
  }

  getDisplayNearestPoint(): Display {
    return primaryDisplay;
  }

  getCursorScreenPoint(): { readonly x: number; readonly y: number } {
    return { x: 0, y: 0 };
  }
}

export const screen = new Screen();
