// What the page loads before it shows anything, and whose code that is.
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'vite';
import { at } from '../../main/build/bundle-for-node.ts';

export interface LoadedFile {
  readonly name: string;
  /** Asked for by the page itself, not later when it is needed. */
  readonly first: boolean;
  readonly rawBytes: number;
  readonly gzipBytes: number;
  readonly brotliBytes: number;
}

export interface FirstLoad {
  readonly files: readonly LoadedFile[];
  /** Bytes of each package's code in what is loaded first, before it is made small; the largest first. */
  readonly packages: readonly (readonly [name: string, bytes: number])[];
}

export async function measureFirstLoad(): Promise<FirstLoad> {
  const built = await build({
    configFile: at('renderer/vite.config.ts'),
    logLevel: 'silent',
    mode: 'production',
    build: { write: false },
  });
  const output = Array.isArray(built)
    ? built.flatMap((one) => one.output)
    : 'output' in built
      ? built.output
      : [];
  const chunks = output.filter((one) => one.type === 'chunk');
  const first = firstOf(chunks);
  const packages = new Map<string, number>();
  for (const { modules } of chunks.filter(({ fileName }) => first.has(fileName))) {
    for (const [id, { renderedLength }] of Object.entries(modules)) {
      const name = packageOf(id);
      packages.set(name, (packages.get(name) ?? 0) + renderedLength);
    }
  }
  const texts = output.filter(({ fileName }) => /\.(?:js|css)$/.test(fileName));
  return {
    files: texts.map((one) => {
      const bytes = Buffer.from(one.type === 'chunk' ? one.code : one.source);
      return {
        name: one.fileName.replace(/^assets\//, '').replace(/-[\w-]{8}\./, '.'),
        first: one.type === 'asset' || first.has(one.fileName),
        rawBytes: bytes.length,
        gzipBytes: gzipSync(bytes).length,
        brotliBytes: brotliCompressSync(bytes).length,
      };
    }),
    packages: [...packages].sort(([, one], [, other]) => other - one),
  };
}

interface Chunk {
  readonly fileName: string;
  readonly isEntry: boolean;
  readonly imports: readonly string[];
}

/** The entry and what it imports, directly or not. */
function firstOf(chunks: readonly Chunk[]): ReadonlySet<string> {
  const found = new Set(chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName));
  for (const name of found) {
    for (const imported of chunks.find(({ fileName }) => fileName === name)?.imports ?? [])
      found.add(imported);
  }
  return found;
}

function packageOf(id: string): string {
  const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id) ?? [];
  return name ?? 'Parley';
}
