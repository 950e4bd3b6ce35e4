// `npm run build`: everything that is shipped, into out/.
import { build } from 'vite';
import { at } from './bundle-for-node.ts';

const configs = [
  'main/build/app.config.ts',
  'main/build/server.config.ts',
  'main/build/preload.config.ts',
  'renderer/vite.config.ts',
];

for (const configFile of configs) {
  await build({
    configFile: at(configFile),
    logLevel: 'warn',
    build: { chunkSizeWarningLimit: 2_000, license: { fileName: 'LICENSES.md' } },
  });
}
