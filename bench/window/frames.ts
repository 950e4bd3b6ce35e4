/// <reference lib="dom" />
// What a page's frames are like while something is done in it.
import type { CDPSession, Page } from '@playwright/test';
import { percentile } from '../statistics.ts';

export interface Frames {
  readonly seconds: number;
  readonly count: number;
  /** Further apart than 16.7 ms, and than 33.3. */
  readonly late: number;
  readonly veryLate: number;
  readonly p99: number;
  readonly longest: number;
  /** Tasks of more than 50 ms: how many, and the longest. */
  readonly longTasks: number;
  readonly longestTask: number;
  /** CPU of the page's main thread, milliseconds a second: what is left of a busy machine's noise. */
  readonly cpu: number;
  /** Frames with a place in view where no row was. */
  readonly blank: number;
}

/** Where the rows are. */
export interface Rows {
  readonly scroller: string;
  readonly row: string;
}

interface Watch {
  readonly gaps: number[];
  readonly tasks: number[];
  blank: number;
  running: boolean;
}
declare global {
  var watch: Watch;
}

/** The browser's clock is coarse: a frame this much later than the screen asks for is in time. */
const SLACK = 0.6;
const FRAME = 1_000 / 60;

export async function measureFrames(page: Page, rows: Rows, act: () => Promise<unknown>): Promise<Frames> {
  await page.evaluate(startWatch, rows);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const before = await taskSeconds(session);
  const began = performance.now();
  await act();
  const seconds = (performance.now() - began) / 1_000;
  const cpu = (((await taskSeconds(session)) - before) * 1_000) / seconds;
  await session.detach();
  const { gaps, tasks, blank } = await page.evaluate(() => {
    globalThis.watch.running = false;
    return globalThis.watch;
  });
  return {
    seconds,
    count: gaps.length,
    late: gaps.filter((gap) => gap > FRAME + SLACK).length,
    veryLate: gaps.filter((gap) => gap > 2 * FRAME + SLACK).length,
    p99: percentile(gaps, 0.99),
    longest: Math.max(0, ...gaps),
    longTasks: tasks.length,
    longestTask: Math.max(0, ...tasks),
    cpu,
    blank,
  };
}

async function taskSeconds(session: CDPSession): Promise<number> {
  return metricOf((await session.send('Performance.getMetrics')).metrics, 'TaskDuration');
}

type Metrics = readonly { readonly name: string; readonly value: number }[];

function metricOf(metrics: Metrics, name: string): number {
  return metrics.find((one) => one.name === name)?.value ?? Number.NaN;
}

function startWatch({ scroller, row }: Rows): void {
  const watch: Watch = { gaps: [], tasks: [], blank: 0, running: true };
  globalThis.watch = watch;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) watch.tasks.push(duration);
  });
  observer.observe({ type: 'longtask' });
  let last: number | undefined;

  function onFrame(now: number): void {
    if (last !== undefined) watch.gaps.push(now - last);
    last = now;
    if (isBlank()) watch.blank += 1;
    if (watch.running) requestAnimationFrame(onFrame);
    else observer.disconnect();
  }

  function isBlank(): boolean {
    const box = document.querySelector(scroller)?.getBoundingClientRect();
    if (!box) return true;
    return [0.2, 0.5, 0.8].some((part) => {
      const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height * part);
      return !at?.closest(row);
    });
  }

  requestAnimationFrame(onFrame);
}

export interface Memory {
  readonly heapBytes: number;
  readonly nodes: number;
}

/** After a collection. */
export async function memoryOf(page: Page): Promise<Memory> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  for (let times = 0; times < 2; times += 1) await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  await session.detach();
  return { heapBytes: metricOf(metrics, 'JSHeapUsedSize'), nodes: metricOf(metrics, 'Nodes') };
}
