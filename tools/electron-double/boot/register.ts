// Loaded before everything else: wherever the app imports Electron, it gets the double.
import { registerHooks } from 'node:module';
import { electronSource } from './electron-module.ts';

const names = ['electron', 'electron/main', 'electron/common', 'electron/utility'];
const url = new URL('./electron.cjs', import.meta.url).href;
const format = 'commonjs';

registerHooks({
  resolve(specifier, context, next) {
    if (names.includes(specifier)) return { url, format, shortCircuit: true };
    return next(specifier === 'original-fs' ? 'node:fs' : specifier, context);
  },
  load(asked, context, next) {
    return asked === url ? { format, source: electronSource(), shortCircuit: true } : next(asked, context);
  },
});
