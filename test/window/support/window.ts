// A window of Parley in a real browser: the built renderer, its engine in the test's process, and a shell that
// writes down what it is asked.
import type { BrowserContext, Page } from '@playwright/test';
import { onTestFinished } from 'vitest';
import type { EngineApi } from '../../../engine/api/api.ts';
import { openEngine } from '../../../engine/engine.ts';
import { type ServerPort, serveEngine } from '../../../engine/port/port-server.ts';
import type { Clock, KeySource } from '../../../engine/ports.ts';
import { utf8 } from '../../../protocol/bytes.ts';
import { ok, type Result } from '../../../protocol/errors.ts';
import { formatInviteLink, parseServerLink } from '../../../protocol/server-link.ts';
import {
  type ConnectedServer,
  type Environment,
  type HostedServerView,
  type KnownServer,
  shellKinds,
  type WindowState,
} from '../../../shell/shell.ts';
import { keyFile } from '../../support/key-file.ts';
import { silentLogger } from '../../support/silent-logger.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { keepClosedRoots } from './announcements.ts';
import { browser } from './browser.ts';
import { serveRenderer } from './built-renderer.ts';
import { installShell, type PageBindings } from './page-shell.ts';

export interface WindowOptions {
  readonly size?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
  /** A profile that another window has left behind. */
  readonly profileFolder?: string;
  /** Recent servers. */
  readonly servers?: readonly KnownServer[];
  /** The address or link for which the app was started. */
  readonly startsOn?: string;
  /** What `Start a server on this computer` starts. */
  readonly startServer?: () => Promise<Result<ConnectedServer>>;
  /** The server on this computer, which otherwise has none. */
  readonly hosted?: HostedServerView;
  /** Instead of a real one. */
  readonly engine?: EngineApi;
  readonly zoom?: number;
  readonly locale?: string;
  /** The computer's clock, which goes on from here and which a test can move by `page.clock`. */
  readonly now?: Date;
  /** The engine's. */
  readonly clock?: Clock;
  /** What strangers begin is accepted, unless the test is about requests. */
  readonly acceptRequests?: boolean;
  /** There is no keychain: what is stored is protected by a passphrase. */
  readonly locked?: boolean;
  /** What the shell answers instead, or fails at. */
  readonly answers?: ShellAnswers;
}

const LOCALE = 'en-GB';

type ShellAnswers = Readonly<Record<string, (...args: unknown[]) => unknown>>;

export interface ShellCall {
  readonly name: string;
  readonly args: readonly unknown[];
}

export interface TestWindow {
  readonly page: Page;
  readonly profileFolder: string;
  /** Everything asked of the shell so far. */
  readonly asked: readonly ShellCall[];
  /** What the page's console complained about, and what its policy stopped. */
  complaints(): Promise<readonly string[]>;
  setWindowState(state: WindowState): Promise<void>;
  shellEvent(name: string, payload: unknown): Promise<void>;
  /** A new port to the same engine, as after the engine has been restarted. */
  reconnect(): Promise<void>;
  engine(): EngineApi;
  close(): Promise<void>;
}

export async function openWindow(options: WindowOptions = {}): Promise<TestWindow> {
  const profileFolder = options.profileFolder ?? (await temporaryFolder());
  const context = await newContext(options);
  // Shorter than a test may take, so that what was waited for is named.
  context.setDefaultTimeout(12_000);
  const page = await context.newPage();
  const asked: ShellCall[] = [];
  const complained: string[] = [];
  let windowState: WindowState = { focused: true, visible: true };
  let engine = options.engine;
  let bridge: Bridge | undefined;

  async function connect(
    typed: string,
    passphrase?: string,
    beginAnew?: boolean,
  ): Promise<Result<ConnectedServer>> {
    const link = parseServerLink(typed);
    if (!engine) {
      const opened = await openEngine({
        server: typed,
        profileFolder,
        keySources: keySourcesOf(options, passphrase),
        beginAnew,
        acceptRequests: options.acceptRequests ?? true,
        ...(options.clock && { clock: options.clock }),
        logger: silentLogger,
      });
      if (!opened.ok) return opened;
      engine = opened.value;
    }
    await openPort();
    return ok({ url: link?.url ?? typed, ...(link?.invite && { invite: link.invite }) });
  }

  async function openPort(): Promise<void> {
    if (!engine) return;
    bridge?.stop();
    bridge = createBridge(page, engine);
    await page.evaluate(() => (globalThis as unknown as PageBindings).openPort());
  }

  const answers: ShellAnswers = {
    servers: () => options.servers ?? [],
    startsOn: () => options.startsOn,
    forgetServer: (url) => options.servers?.filter((server) => server.url !== url),
    connect: (server, passphrase, beginAnew) =>
      connect(String(server), passphrase as string | undefined, beginAnew as boolean | undefined),
    windowState: () => windowState,
    autostart: () => 'off',
    setAutostart: (start) => start,
    hostedServer: () => options.hosted ?? { state: 'absent', reach: 'network', addresses: [] },
    inviteToServer: (address) => ok(formatInviteLink(String(address), 'a-token')),
    startServer: async (passphrase) => {
      const started = await options.startServer?.();
      if (!started?.ok) return started;
      const connected = await connect(started.value.url, passphrase as string | undefined);
      return connected.ok ? started : connected;
    },
    ...options.answers,
  };

  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complained.push(message.text());
  });
  page.on('pageerror', (error) => complained.push(String(error.stack)));
  await page.exposeBinding('shellCall', async (_, name: string, args: readonly unknown[]) => {
    asked.push({ name, args });
    return answers[name]?.(...args);
  });
  await page.exposeBinding('toEngine', (_, message: unknown) => bridge?.receive(message));
  const systemLocale = options.locale ?? LOCALE;
  const environment: Environment = { platform: 'linux', version: '0.1.0', systemLocale };
  await page.addInitScript(installShell, { environment, kinds: shellKinds() });
  if (options.now) await page.clock.install({ time: options.now });
  await page.addInitScript(keepClosedRoots);
  await page.goto(await serveRenderer());

  let closing: Promise<void> | undefined;
  async function close(): Promise<void> {
    bridge?.stop();
    await context.close();
    await engine?.close();
  }
  const closeOnce = () => {
    closing ??= close();
    return closing;
  };
  onTestFinished(closeOnce);

  async function shellEvent(name: string, payload: unknown): Promise<void> {
    await page.evaluate(
      ([event, given]) => (globalThis as unknown as PageBindings).shellEvent(String(event), given),
      [name, payload],
    );
  }

  return {
    page,
    profileFolder,
    asked,
    shellEvent,
    async complaints() {
      const stopped = await page.evaluate(() => (globalThis as unknown as PageBindings).violations);
      return [...complained, ...stopped];
    },
    async setWindowState(state) {
      windowState = state;
      await shellEvent('onWindowState', state);
    },
    reconnect: openPort,
    engine() {
      if (!engine) throw new Error('this window has no engine yet');
      return engine;
    },
    close: closeOnce,
  };
}

/** As in the app: none as long as a passphrase has to be asked for. */
function keySourcesOf({ locked }: WindowOptions, passphrase: string | undefined): readonly KeySource[] {
  if (!locked) return [keyFile];
  return passphrase === undefined ? [] : [{ kind: 'passphrase', secret: async () => utf8(passphrase) }];
}

async function newContext({
  size,
  colorScheme,
  zoom = 1,
  locale = LOCALE,
}: WindowOptions): Promise<BrowserContext> {
  const { width, height } = size ?? { width: 1280, height: 800 };
  return (await browser()).newContext({
    viewport: { width: Math.round(width / zoom), height: Math.round(height / zoom) },
    deviceScaleFactor: zoom,
    colorScheme: colorScheme ?? 'light',
    locale,
  });
}

interface Bridge {
  receive(message: unknown): void;
  stop(): void;
}

/** The host's end of the port. What goes to the page is gathered: each crossing costs a round trip. */
function createBridge(page: Page, engine: EngineApi): Bridge {
  let receive: (event: { readonly data: unknown }) => void = () => undefined;
  let waiting: unknown[] = [];
  const port: ServerPort = {
    postMessage(message) {
      if (waiting.push(message) === 1) setImmediate(flush);
    },
    on: (_, listener) => {
      receive = listener;
    },
  };

  function flush(): void {
    const messages = waiting;
    waiting = [];
    page
      .evaluate((some) => (globalThis as unknown as PageBindings).fromEngine(some), messages)
      .catch((error: unknown) => {
        if (!page.isClosed()) throw error;
      });
  }

  const stop = serveEngine(engine, port, silentLogger);
  return { receive: (data) => receive({ data }), stop };
}
