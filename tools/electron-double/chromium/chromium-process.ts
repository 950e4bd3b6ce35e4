import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { findChromium } from '../chromium.ts';
import { Connection } from './connection.ts';

export interface Chromium {
  readonly connection: Connection;
  readonly process: ChildProcess;
}

const flags = [
  '--headless',
  '--hide-scrollbars',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--disable-extensions',
  '--disable-dev-shm-usage',
  '--disable-component-update',
  '--disable-background-networking',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-startup-window',
  '--password-store=basic',
  '--use-mock-keychain',
  '--force-color-profile=srgb',
  // Chromium takes the policy at its start only: it is always the strictest, whatever the app sets.
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  // Electron's renderers have the ports' close event; Chromium keeps it behind this flag.
  '--enable-blink-features=MessagePortCloseEvent',
  // The pipe is the double's; the port is Playwright's.
  '--remote-debugging-pipe',
  '--remote-debugging-port=0',
] as const;

/** Starts Chromium with this profile folder, and prints where its debugger listens, as Electron does. */
export async function startChromium(profile: string, switches: readonly string[]): Promise<Chromium> {
  const path = findChromium();
  if (!path) throw new Error('electron double: no Chromium; set PARLEY_CHROMIUM');
  mkdirSync(profile, { recursive: true });
  const child = spawn(path, [...flags, `--user-data-dir=${profile}`, ...switches], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
  });
  const endpoint = await debuggerAddress(child);
  // _electron.launch waits for this line.
  process.stderr.write(`\nDevTools listening on ${endpoint}\n`);
  // The fourth and fifth pipe, as asked for in stdio.
  const connection = new Connection(child.stdio[4] as Readable, child.stdio[3] as Writable);
  return { connection, process: child };
}

async function debuggerAddress(child: ChildProcess): Promise<string> {
  const { stderr } = child;
  if (!stderr) throw new Error('electron double: Chromium has no stderr');
  const said: string[] = [];
  for await (const line of createInterface({ input: stderr })) {
    said.push(line);
    const address = /^DevTools listening on (ws:\/\/\S+)/.exec(line)?.[1];
    if (address) {
      stderr.resume();
      return address;
    }
  }
  throw new Error(`electron double: Chromium did not start:\n${said.join('\n')}`);
}

/** Asks Chromium to close, so that its profile is written; ends it by force after three seconds. */
export async function stopChromium({ connection, process: child }: Chromium): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const force = setTimeout(() => child.kill('SIGKILL'), 3_000);
  const exit = once(child, 'exit');
  connection.send('Browser.close').catch(() => child.kill());
  await exit;
  clearTimeout(force);
}
