/// <reference lib="dom" />
// From the start of the process to a window that can be used, beside a window with one static page.
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type App, startBare, startParley } from './apps.ts';
import type { WindowFixture } from './fixture.ts';

/** Milliseconds since the process was started. */
export interface Started {
  /** Something is painted, which is when the window is shown. */
  readonly shown: number;
  /** All conversations are there and the session is online. */
  readonly connected: number;
  /** A conversation is open, with its composer. */
  readonly typable: number;
}

export interface Starting {
  readonly bare: readonly Pick<Started, 'shown'>[];
  readonly parley: readonly Started[];
}

export async function measureStarting(
  { folder, userData }: WindowFixture,
  starts: number,
): Promise<Starting> {
  const bare: Pick<Started, 'shown'>[] = [];
  const parley: Started[] = [];
  for (let start = 0; start < starts; start += 1) {
    bare.push(await measureBare(await startBare(await mkdtemp(join(folder, 'bare-')))));
    parley.push(await measureParley(await startParley(userData)));
  }
  return { bare, parley };
}

async function measureBare({ page, startedAt, quit }: App): Promise<Pick<Started, 'shown'>> {
  await page.getByText('Ready').waitFor();
  const shown = await shownAt(page);
  await quit();
  return { shown: shown - startedAt };
}

async function measureParley({ page, startedAt, quit }: App): Promise<Started> {
  const connected = await whenever(page, '.connection-state[data-state=online]');
  await page.getByRole('option', { name: /^Lobby/ }).click();
  const typable = await whenever(page, '.composer textarea');
  const shown = await shownAt(page);
  await quit();
  return { shown: shown - startedAt, connected: connected - startedAt, typable: typable - startedAt };
}

/** Milliseconds since 1970. */
async function shownAt(page: Page): Promise<number> {
  await page.waitForFunction(() => performance.getEntriesByName('first-paint').length > 0);
  return page.evaluate(
    () => performance.timeOrigin + (performance.getEntriesByName('first-paint')[0]?.startTime ?? 0),
  );
}

/** When it was there: milliseconds since 1970, as the page itself saw it from frame to frame. */
async function whenever(page: Page, selector: string): Promise<number> {
  const found = await page.waitForFunction(
    (wanted) => document.querySelector(wanted) && performance.timeOrigin + performance.now(),
    selector,
  );
  return Number(await found.jsonValue());
}
