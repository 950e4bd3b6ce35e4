import { existsSync, readFileSync } from 'node:fs';
import { Strict, strict } from '../strict.ts';

const pngHeader = 'IHDR';

/** An image as its PNG bytes; nothing is decoded or scaled. */
export class NativeImage extends Strict {
  readonly #png: Buffer;
  #isTemplate = false;

  constructor(png: Buffer) {
    super();
    this.#png = png;
  }

  isEmpty(): boolean {
    return this.#png.length === 0;
  }

  toPNG(): Buffer {
    return this.#png;
  }

  toDataURL(): string {
    return `data:image/png;base64,${this.#png.toString('base64')}`;
  }

  /** In pixels, as the PNG's header says. */
  getSize(): { readonly width: number; readonly height: number } {
    const isPng = this.#png.length >= 24 && this.#png.toString('latin1', 12, 16) === pngHeader;
    if (!isPng) return { width: 0, height: 0 };
    return { width: this.#png.readUInt32BE(16), height: this.#png.readUInt32BE(20) };
  }

  resize(): NativeImage {
    return this;
  }

  setTemplateImage(isTemplate: boolean): void {
    this.#isTemplate = isTemplate;
  }

  isTemplateImage(): boolean {
    return this.#isTemplate;
  }
}

export const nativeImage = strict('nativeImage', {
  createEmpty: () => new NativeImage(Buffer.alloc(0)),
  createFromBuffer: (png: Buffer) => new NativeImage(Buffer.from(png)),
  createFromPath: (path: string) => new NativeImage(existsSync(path) ? readFileSync(path) : Buffer.alloc(0)),
  createFromDataURL: (url: string) => new NativeImage(Buffer.from(url.split(',')[1] ?? '', 'base64')),
});

/** An image, or the path of one, as most of Electron's setters take it. */
export function toImage(image: NativeImage | string): NativeImage {
  return typeof image === 'string' ? nativeImage.createFromPath(image) : image;
}
