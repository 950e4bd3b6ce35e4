// Loaded before everything else: wherever the app imports Electron, it gets the double.
import { registerHooks } from 'node:module';

const electron = new URL('./electron-module.cjs', import.meta.url).href;
const names = ['electron', 'electron/main', 'electron/common', 'electron/utility'];

registerHooks({
  resolve(specifier, context, next) {
    if (names.includes(specifier)) return { url: electron, format: 'commonjs', shortCircuit: true };
    return next(specifier === 'original-fs' ? 'node:fs' : specifier, context);
  },
});
