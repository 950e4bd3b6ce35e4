import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { limitToBoringSsl } from './boring-ssl.ts';

/** Puts the object where electron-module.cjs finds it. */
export function provideElectron(electron: object): void {
  Object.assign(globalThis, { [Symbol.for('electron-double')]: electron });
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
