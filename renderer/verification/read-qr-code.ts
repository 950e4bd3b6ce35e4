import decodeQR from 'qr/decode.js';

/** What a camera makes is larger, and a code in it as well. */
const LONGEST_EDGE = 2_000;
/** A photo takes more tries than the picture of a screen. */
const TRYING_MILLISECONDS = 1_500;

export type ReadPicture = { readonly text: string } | { readonly fault: 'notAPicture' | 'noCode' };

/** The text of the QR code in a picture. */
export async function readQrCode(picture: Blob): Promise<ReadPicture> {
  const pixels = await pixelsOf(picture);
  if (!pixels) return { fault: 'notAPicture' };
  try {
    return { text: decodeQR(pixels, { timeLimit: TRYING_MILLISECONDS }) };
  } catch (error) {
    // It throws for every picture without a code that it can read.
    if (error instanceof Error) return { fault: 'noCode' };
    throw error;
  }
}

async function pixelsOf(picture: Blob): Promise<ImageData | undefined> {
  const bitmap = await createImageBitmap(picture).catch(() => undefined);
  if (!bitmap) return;
  const scale = Math.min(1, LONGEST_EDGE / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (!context) throw new Error('a canvas has no context');
  // What is transparent would become black on black.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return context.getImageData(0, 0, width, height);
}
