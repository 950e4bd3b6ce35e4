/// <reference lib="dom" />
// From the click on a conversation until its messages are painted, and from a key until its letter is.
import type { Page } from '@playwright/test';
import { startParley } from './apps.ts';
import { few, type WindowFixture } from './fixture.ts';

declare global {
  var painted: number[];
}

export interface Opening {
  /** Milliseconds: each conversation's first opening since the start, one of every start. */
  readonly coldMany: readonly number[];
  readonly coldFew: readonly number[];
  /** The same while switching back and forth. */
  readonly warmMany: readonly number[];
  readonly warmFew: readonly number[];
  readonly typing: readonly number[];
}

const SWITCHES = 15;
const KEYS = 'we should really bring the blankets, all of them';
const KEY_EVERY_MILLISECONDS = 60;
const names = { Many: /^Lobby/, Few: new RegExp(`^${few} `) } as const;

/** Starts anew for each pair of cold openings, the one and the other first in turns. */
export async function measureOpening(fixture: WindowFixture, starts: number): Promise<Opening> {
  const opening = { coldMany: [], coldFew: [], warmMany: [], warmFew: [], typing: [] } as {
    -readonly [Name in keyof Opening]: number[];
  };
  for (let start = 0; start < starts; start += 1) {
    const { page, quit } = await startParley(fixture.userData);
    await page.getByText('Connected').waitFor();
    await page.evaluate(watchPaints);
    // What the list still has to fetch of the others is over when the first of them is there.
    await page.getByRole('option', { name: names.Few }).waitFor();
    const turns = start % 2 === 0 ? (['Many', 'Few'] as const) : (['Few', 'Many'] as const);
    for (const one of turns) opening[`cold${one}`].push(await open(page, names[one]));
    for (let turn = 0; turn < SWITCHES; turn += 1) {
      for (const one of turns) opening[`warm${one}`].push(await open(page, names[one]));
    }
    opening.typing.push(...(await type(page)));
    await quit();
  }
  return opening;
}

async function open(page: Page, name: RegExp): Promise<number> {
  await page.evaluate(() => {
    globalThis.painted = [];
  });
  await page.getByRole('option', { name }).first().click();
  await page.waitForFunction(() => globalThis.painted.length > 0);
  return page.evaluate(() => globalThis.painted[0]!); // it has just been waited for
}

async function type(page: Page): Promise<readonly number[]> {
  const composer = page.getByRole('textbox', { name: /^Message / });
  await composer.focus();
  await page.evaluate(() => {
    globalThis.painted = [];
  });
  await composer.pressSequentially(KEYS, { delay: KEY_EVERY_MILLISECONDS });
  await page.waitForFunction((count) => globalThis.painted.length >= count, KEYS.length);
  const painted = await page.evaluate(() => globalThis.painted);
  await composer.fill('');
  return painted;
}

/** Notes how long after a click or a key there was something new on the screen. */
function watchPaints(): void {
  globalThis.painted = [];

  /** What is posted while a frame is made comes when it has been painted. */
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data: since }) => globalThis.painted.push(performance.now() - since);
  const onPaint = (since: number) => port2.postMessage(since);

  document.addEventListener(
    'pointerdown',
    ({ timeStamp, target }) => {
      if (!(target instanceof Element) || !target.closest('[role=option]')) return;
      const left = document.querySelector('.timeline-scroller');
      requestAnimationFrame(function look() {
        const now = document.querySelector('.timeline-scroller');
        if (now && now !== left && now.querySelector('.message')) onPaint(timeStamp);
        else requestAnimationFrame(look);
      });
    },
    { capture: true },
  );
  document.addEventListener('keydown', ({ timeStamp }) => requestAnimationFrame(() => onPaint(timeStamp)), {
    capture: true,
  });
}
