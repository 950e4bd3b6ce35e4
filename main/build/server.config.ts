// `parley` for a host that has nothing but Node: the server and its administration. Only `parley rpc`, which is
// loaded when it is asked for, would need the database's driver beside it.
import { defineConfig } from 'vite';
import { at, bundleForNode } from './bundle-for-node.ts';

export default defineConfig(
  bundleForNode('out/server', { parley: at('terminal/parley.ts') }, ['better-sqlite3-multiple-ciphers']),
);
