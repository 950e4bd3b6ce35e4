// A sandboxed preload is one CommonJS file.
import { defineConfig } from 'vite';
import { shellKinds } from '../../shell/shell.ts';
import { at } from './bundle-for-node.ts';

export default defineConfig({
  root: at('main/preload'),
  build: {
    ssr: true,
    outDir: at('out/preload'),
    emptyOutDir: true,
    target: 'chrome140',
    rolldownOptions: {
      input: at('main/preload/preload.ts'),
      output: { format: 'cjs', entryFileNames: '[name].cjs' },
    },
  },
  define: { SHELL_KINDS: JSON.stringify(shellKinds()) },
  ssr: { noExternal: true, external: ['electron'] },
});
