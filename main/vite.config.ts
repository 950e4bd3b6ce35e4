// Bundles the processes of the app, and the server that runs without it, for Node: only Electron and libsql, which
// has a native part, stay outside.
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The server starts its password worker by its source's name; beside the bundle lies what was built from it. */
const workerName: Plugin = {
  name: 'worker-name',
  transform: (code, id) =>
    id.endsWith('/password-pool.ts')
      ? code.replace('./password-worker.ts', './password-worker.js')
      : undefined,
};

export default defineConfig({
  root: here('.'),
  plugins: [workerName],
  build: {
    ssr: true,
    outDir: here('../out/main'),
    emptyOutDir: true,
    target: 'node24',
    minify: false,
    rolldownOptions: {
      input: {
        main: here('main.ts'),
        'engine-process': here('engine-process/engine-process.ts'),
        'server-process': here('server-process/server-process.ts'),
        'password-worker': here('../server/accounts/password-worker.ts'),
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
  ssr: { noExternal: true, external: ['electron', 'libsql'] },
});
