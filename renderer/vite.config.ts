import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [react()],
  build: {
    outDir: '../out/renderer',
    emptyOutDir: true,
    target: 'chrome140',
    // The content security policy allows neither data: fonts nor the inline script of the preload polyfill.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One file, read from disk.
    chunkSizeWarningLimit: 1_000,
  },
});
