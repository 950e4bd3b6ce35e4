import { fileURLToPath } from 'node:url';
import type { Plugin, UserConfig } from 'vite';

const root = new URL('../../', import.meta.url);

/** From the repository's root. */
export function at(path: string): string {
  return fileURLToPath(new URL(path, root));
}

/** The server starts its password worker by its source's name; beside the bundle lies what was built from it. */
const workerName: Plugin = {
  name: 'worker-name',
  transform: (code, id) =>
    id.endsWith('/password-pool.ts')
      ? code.replace('./password-worker.ts', './password-worker.js')
      : undefined,
};

/** Everything in one folder of ES modules but `external`; the server's worker comes with it. */
export function bundleForNode(
  outDir: string,
  input: Readonly<Record<string, string>>,
  external: readonly string[],
): UserConfig {
  return {
    root: at('main'),
    plugins: [workerName],
    build: {
      ssr: true,
      outDir: at(outDir),
      emptyOutDir: true,
      target: 'node24',
      minify: false,
      rolldownOptions: {
        input: { ...input, 'password-worker': at('server/sessions/password-worker.ts') },
        output: { entryFileNames: '[name].js', chunkFileNames: 'part-[name]-[hash].js' },
      },
    },
    ssr: { noExternal: true, external: [...external] },
  };
}
