// The processes of the app. Only Electron, and the database's driver with its native part, stay outside.
import { defineConfig } from 'vite';
import { at, bundleForNode } from './bundle-for-node.ts';

const input = {
  main: at('main/main.ts'),
  'engine-process': at('main/engine/engine-process.ts'),
  'server-process': at('main/server/server-process.ts'),
};

export default defineConfig(
  bundleForNode('out/main', input, ['electron', 'better-sqlite3-multiple-ciphers']),
);
