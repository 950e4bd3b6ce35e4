import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { limitToBoringSsl } from './boring-ssl.ts';

const NAME = 'electron-double';

/** What `import … from 'electron'` and `require('electron')` answer from now on in this process. */
export function provideElectron(electron: object): void {
  Object.assign(globalThis, { [Symbol.for(NAME)]: electron });
}

/** The text of that module. Its last line never runs: Node reads the names of an ES import from it. */
export function electronSource(): string {
  const provided: object = Reflect.get(globalThis, Symbol.for(NAME));
  return `module.exports = globalThis[Symbol.for('${NAME}')];
0 && (module.exports = { ${Object.keys(provided).join(', ')} });`;
}

/** The version of Electron that the double stands in for. */
export const electronVersion = '45.3.4';

/** Makes this process look like one of Electron's, cryptography included. */
export function pretendElectron(type: 'browser' | 'utility'): void {
  Object.assign(process, { type });
  for (const [name, value] of Object.entries({ electron: electronVersion, chrome: '156.0.0.0' })) {
    Object.defineProperty(process.versions, name, { value, enumerable: true });
  }
  limitToBoringSsl(crypto, crypto.webcrypto.subtle);
  syncBuiltinESMExports();
}
