import { StrictEmitter } from '../strict.ts';

type ThemeSource = 'system' | 'light' | 'dark';

/** The system's own theme is light. */
class NativeTheme extends StrictEmitter {
  #source: ThemeSource = 'system';
  readonly shouldUseHighContrastColors = false;
  readonly prefersReducedTransparency = false;
  readonly inForcedColorsMode = false;

  get themeSource(): ThemeSource {
    return this.#source;
  }

  set themeSource(source: ThemeSource) {
    const wasDark = this.shouldUseDarkColors;
    this.#source = source;
    if (wasDark !== this.shouldUseDarkColors) this.emit('updated');
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark';
  }
}

export const nativeTheme = new NativeTheme();
