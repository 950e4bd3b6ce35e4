/// <reference lib="dom" />
// Through 100,000 messages and back, and while others write: Parley beside the same texts as plain lines.
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { openEngine } from '../../engine/engine.ts';
import { lobby } from '../../test/support/conversation-server.ts';
import { keyFile } from '../../test/support/key-file.ts';
import { silentLogger } from '../../test/support/silent-logger.ts';
import { unwrap } from '../../test/support/unwrap.ts';
import { startBare, startParley } from './apps.ts';
import { MESSAGES, online, type WindowFixture } from './fixture.ts';
import { type Frames, type Memory, measureFrames, memoryOf, type Rows } from './frames.ts';
import { textOf } from './texts.ts';

const parleyRows: Rows = { scroller: '.timeline-scroller', row: '.timeline-item' };
const bareRows: Rows = { scroller: 'main', row: 'p' };
const WHEEL_PIXELS = 600;
const LIVE_PER_SECOND = 20;

export interface Scrolling {
  readonly name: string;
  readonly steps: ReadonlyMap<string, Frames>;
  readonly memory: Memory;
}

interface Contestant {
  readonly name: string;
  readonly page: Page;
  readonly rows: Rows;
  readonly oldest: string;
  /** Another user writes for so long. */
  live(milliseconds: number): Promise<void>;
}

/** The yardstick: the same texts as lines that the browser lays out when they come into view. */
export async function scrollPlainLines({ folder }: WindowFixture, milliseconds: number): Promise<Scrolling> {
  const { page, quit } = await startBare(await mkdtemp(join(folder, 'bare-')));
  await page.getByText('Ready').waitFor();
  await page.evaluate((lines) => {
    const main = document.querySelector('main');
    if (!main) throw new Error('the page has lost its lines');
    main.tabIndex = 0;
    main.replaceChildren(
      ...lines.map((line) => Object.assign(document.createElement('p'), { textContent: line })),
    );
    main.scrollTo(0, main.scrollHeight);
  }, texts());
  const live = (time: number) => appendLines(page, time);
  const contestant = { name: 'plain lines', page, rows: bareRows, oldest: 'p:first-child', live };
  return scroll(contestant, milliseconds).finally(quit);
}

export async function scrollParley(fixture: WindowFixture, milliseconds: number): Promise<Scrolling> {
  const { page, quit } = await startParley(fixture.userData);
  await page.getByRole('option', { name: /^Lobby/ }).click();
  await page.locator('.message').last().waitFor();
  const oldest = `.message[aria-label*=", ${textOf(1)},"]`;
  const live = (time: number) => talk(fixture, time);
  return scroll({ name: 'Parley', page, rows: parleyRows, oldest, live }, milliseconds).finally(quit);
}

function texts(): readonly string[] {
  return Array.from({ length: MESSAGES }, (_, index) => textOf(index + 1));
}

async function scroll(
  { name, page, rows, oldest, live }: Contestant,
  milliseconds: number,
): Promise<Scrolling> {
  const steps = new Map<string, Frames>();
  const measure = async (step: string, act: () => Promise<unknown>) => {
    steps.set(step, await measureFrames(page, rows, act));
  };
  await page.locator(rows.scroller).hover();
  await measure('wheel up from the newest', () => wheel(page, -WHEEL_PIXELS, milliseconds));
  await measure('others write meanwhile', () => live(milliseconds));
  await page.locator(rows.scroller).focus();
  await measure('Home until the oldest', () => homeUntil(page, oldest));
  await measure('wheel down from the oldest', () => wheel(page, WHEEL_PIXELS, milliseconds));
  return { name, steps, memory: await memoryOf(page) };
}

async function wheel(page: Page, pixels: number, milliseconds: number): Promise<void> {
  const until = performance.now() + milliseconds;
  while (performance.now() < until) await page.mouse.wheel(0, pixels);
}

async function homeUntil(page: Page, oldest: string): Promise<void> {
  const isThere = () => page.evaluate((wanted) => document.querySelector(wanted) !== null, oldest);
  do await page.keyboard.press('Home');
  while (!(await isThere()));
}

async function appendLines(page: Page, milliseconds: number): Promise<void> {
  await page.evaluate(
    async ([lines, every]) => {
      const until = performance.now() + lines.length * every;
      for (const line of lines) {
        if (performance.now() > until) return;
        document
          .querySelector('main')
          ?.append(Object.assign(document.createElement('p'), { textContent: line }));
        await new Promise((resolve) => globalThis.setTimeout(resolve, every));
      }
    },
    [texts().slice(0, (milliseconds * LIVE_PER_SECOND) / 1_000), 1_000 / LIVE_PER_SECOND] as const,
  );
}

export async function talk({ folder, server }: WindowFixture, milliseconds: number): Promise<void> {
  const engine = unwrap(
    await openEngine({
      server: server.url,
      profileFolder: await mkdtemp(join(folder, 'writer-')),
      keySources: [keyFile],
      logger: silentLogger,
    }),
  );
  unwrap(
    await engine.call('register', { username: `writer${Date.now()}`, password: 'correct horse battery' }),
  );
  await online(engine);
  const began = performance.now();
  for (let sent = 0; performance.now() - began < milliseconds; ) {
    const due = ((performance.now() - began) * LIVE_PER_SECOND) / 1_000;
    for (; sent < due; sent += 1)
      unwrap(await engine.call('send', { conversation: lobby, text: textOf(sent) }));
    await setTimeout(1);
  }
  await engine.close();
}
