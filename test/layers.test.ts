// Which folder may import which, for imports of types as well. Vite's parser reads the imports.
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { projectFiles } from './support/project-files.ts';
import { syntaxTreeOf, visitNodes } from './support/syntax-tree.ts';

/** What a part of the program may import: our files by the beginning of their paths, packages by name. */
interface Layer {
  readonly ours: readonly string[];
  readonly refusedPackages?: readonly RegExp[];
}

const NODE = /^node:/;
const ELECTRON = /^electron$/;
const CRYPTOGRAPHY = /^(?:node:crypto|@hpke\/|@scure\/|hash-wasm$)/;

/** The longest path that a file begins with decides. */
const layers: Readonly<Record<string, Layer>> = {
  'protocol/': { ours: ['protocol/'], refusedPackages: [NODE, ELECTRON] },
  'node/': { ours: ['node/', 'protocol/'], refusedPackages: [ELECTRON] },
  'engine/': { ours: ['engine/', 'protocol/', 'node/'], refusedPackages: [ELECTRON, CRYPTOGRAPHY] },
  'engine/encryption/': { ours: ['engine/', 'protocol/', 'node/'], refusedPackages: [ELECTRON] },
  'text/': { ours: ['text/', 'engine/api/', 'protocol/'], refusedPackages: [NODE, ELECTRON, /^react/] },
  'shell/': { ours: ['shell/', 'protocol/'], refusedPackages: [NODE, ELECTRON, /^react/] },
  'view-models/': {
    ours: ['view-models/', 'text/', 'engine/api/', 'protocol/'],
    refusedPackages: [NODE, ELECTRON, /^react/],
  },
  'server/': { ours: ['server/', 'protocol/', 'node/'], refusedPackages: [ELECTRON] },
  'terminal/': {
    ours: ['terminal/', 'view-models/', 'text/', 'engine/api/', 'protocol/', 'node/'],
    refusedPackages: [ELECTRON],
  },
  // Each command loads what it hosts.
  'terminal/session/': {
    ours: ['terminal/', 'view-models/', 'text/', 'engine/api/', 'engine/engine.ts', 'protocol/', 'node/'],
  },
  'terminal/rpc/': { ours: ['terminal/', 'engine/api/', 'engine/engine.ts', 'protocol/', 'node/'] },
  'terminal/chat/': {
    ours: ['terminal/', 'view-models/', 'text/', 'engine/api/', 'engine/engine.ts', 'protocol/', 'node/'],
  },
  'terminal/server/': { ours: ['terminal/', 'server/main.ts', 'protocol/', 'node/'] },
  // Administrators' passwords are derived as users' are.
  'terminal/admin/': {
    ours: ['terminal/', 'server/admin/admin.ts', 'engine/engine.ts', 'protocol/', 'node/'],
  },
  'main/': { ours: ['main/', 'shell/', 'text/', 'engine/api/', 'protocol/', 'node/'] },
  'main/preload/': { ours: ['main/preload/', 'shell/', 'protocol/'] },
  // The two utility processes host the engine and the server.
  'main/engine/': { ours: ['main/', 'shell/', 'text/', 'engine/', 'protocol/', 'node/'] },
  'main/server/': {
    ours: ['main/', 'shell/', 'text/', 'server/main.ts', 'server/admin/admin.ts', 'protocol/', 'node/'],
  },
  'tools/electron-double/': { ours: ['tools/electron-double/'] },
  // A client written from the documents alone, so that what they say is enough.
  'test/second-client/': {
    ours: ['test/second-client/', 'test/vectors/reference.ts'],
    refusedPackages: [
      /^(?!(?:node:crypto|socket\.io-client|socket\.io-msgpack-parser)$|@scure\/bip39(?:$|\/))/,
    ],
  },
  'test/vectors/reference.ts': {
    ours: ['test/support/hex.ts'],
    refusedPackages: [/^(?!node:crypto$)/],
  },
  'test/support/hex.ts': { ours: [], refusedPackages: [/^/] },
  'renderer/': {
    ours: [
      'renderer/',
      'view-models/',
      'text/',
      'shell/',
      'engine/api/',
      'engine/port/port-protocol.ts',
      'protocol/',
    ],
    refusedPackages: [NODE, ELECTRON],
  },
};

const exempt = /\.test\.tsx?$|\/testing\/|^main\/build\/|\.config\.ts$|\.d\.ts$/;

function layerOf(file: string): Layer | undefined {
  const [longest] = Object.keys(layers)
    .filter((path) => file.startsWith(path))
    .sort((a, b) => b.length - a.length);
  return longest === undefined ? undefined : layers[longest];
}

/** The module specifiers of static and dynamic imports and of re-exports. */
function importsOf(file: string): readonly string[] {
  const found: string[] = [];
  visitNodes<{ source?: { value?: unknown } | null }>(syntaxTreeOf(file), ({ source }) => {
    if (typeof source?.value === 'string') found.push(source.value);
  });
  return found;
}

function targetOf(file: string, specifier: string): string {
  return normalize(join(dirname(file), specifier));
}

function refusalsIn(file: string, imports = importsOf(file)): readonly string[] {
  const layer = layerOf(file);
  if (!layer) return [];
  return imports.flatMap((specifier) => {
    const isOurs = specifier.startsWith('.');
    const target = isOurs ? targetOf(file, specifier) : specifier;
    const isAllowed = isOurs
      ? target === 'package.json' || layer.ours.some((path) => target.startsWith(path))
      : !layer.refusedPackages?.some((refused) => refused.test(specifier));
    return isAllowed ? [] : [`${file} imports ${target}`];
  });
}

const sources = projectFiles().filter((file) => /\.tsx?$/.test(file) && !exempt.test(file));

test('each folder imports only what its layer allows', () => {
  expect(sources.flatMap((file) => refusalsIn(file))).toEqual([]);
});

test('the second client imports nothing of the product', () => {
  const refused = ['engine/engine.ts', 'server/main.ts', 'protocol/frames.ts', 'node/log-hash.ts'];
  const support = ['test/support/identities.ts', 'test/vectors/changes.ts'];
  for (const target of [...refused, ...support]) {
    expect(refusalsIn('test/second-client/wire.ts', [`../../${target}`])).toHaveLength(1);
  }
  for (const specifier of ['zod', 'socket.io', '@hpke/core', 'node:fs']) {
    expect(refusalsIn('test/second-client/wire.ts', [specifier])).toHaveLength(1);
  }
  expect(sources).toContain('test/second-client/second-client.ts');
});

/** `engine/sync` for `engine/sync/outbox.ts`; undefined for a file outside of such a folder. */
function folderOf(file: string): string | undefined {
  const [room, folder, inside] = file.split('/');
  return inside === undefined ? undefined : `${room}/${folder}`;
}

function mutualImports(): readonly string[] {
  const imported = new Set<string>();
  for (const file of sources) {
    const from = folderOf(file);
    for (const specifier of importsOf(file)) {
      const to = specifier.startsWith('.') ? folderOf(targetOf(file, specifier)) : undefined;
      if (from && to && from !== to) imported.add(`${from} ↔ ${to}`);
    }
  }
  return [...imported]
    .filter((pair) => {
      const [from = '', to = ''] = pair.split(' ↔ ');
      return from < to && imported.has(`${to} ↔ ${from}`);
    })
    .sort();
}

test('no two folders import each other', () => {
  expect(mutualImports()).toEqual([]);
});
