// A sandboxed preload is one CommonJS file.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  build: {
    ssr: true,
    outDir: here('../../out/preload'),
    emptyOutDir: true,
    target: 'chrome140',
    rolldownOptions: {
      input: here('preload.ts'),
      output: { format: 'cjs', entryFileNames: '[name].cjs' },
    },
  },
  ssr: { noExternal: true, external: ['electron'] },
});
