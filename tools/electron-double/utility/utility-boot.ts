// Runs in the forked process, before the app's module.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pretendElectron, provideElectron } from '../boot/electron-module.ts';
import { net } from '../desktop/net.ts';
import { strict } from '../strict.ts';
import { ParentPort } from './parent-port.ts';
import type { UtilityMessage } from './utility-messages.ts';

const parentPort = new ParentPort((message) => {
  if (process.connected) process.send?.(message);
});
// Written by utility-process.ts, which forked this process.
process.on('message', (message) => ParentPort.receive(parentPort, message as UtilityMessage));
// A utility process ends with the app.
process.on('disconnect', () => process.exit(0));

pretendElectron('utility');
Object.assign(process, { parentPort });
provideElectron(strict('electron', { net }));
const [node = process.execPath, , modulePath = '', ...args] = process.argv;
process.argv = [node, modulePath, ...args];
await import(pathToFileURL(resolve(modulePath)).href);
