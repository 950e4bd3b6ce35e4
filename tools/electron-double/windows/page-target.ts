// Opens and closes Chromium's page targets. Chromium loses a createTarget that arrives while its last window is
// closing (5 of 40 in a run): opening waits for the closes under way, and asks again when nothing answers.
import { setTimeout as delay } from 'node:timers/promises';
import { theConnection } from '../state.ts';

const answerWithin = 2_000;
const settleAfterClose = 60;
const attempts = 4;

let closing: Promise<unknown> = Promise.resolve();

/** Opens a blank page in a window of its own. Returns its target id. */
export async function openTarget(size: { readonly width: number; readonly height: number }): Promise<string> {
  await closing;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const giveUp = new AbortController();
    const created = theConnection().send('Target.createTarget', {
      url: 'about:blank',
      newWindow: true,
      ...size,
    });
    const late = delay(answerWithin, undefined, { signal: giveUp.signal, ref: false }).catch(() => undefined);
    const answer = await Promise.race([created, late]);
    giveUp.abort();
    if (answer) return answer.targetId;
  }
  throw new Error('electron double: Chromium opened no page');
}

/** Closes a page. What opens next waits until it is gone. */
export function closeTarget(targetId: string): void {
  closing = Promise.all([closing, targetGone(targetId).then(() => delay(settleAfterClose))]);
  // When Chromium is gone, so is the page.
  theConnection()
    .send('Target.closeTarget', { targetId })
    .catch(() => undefined);
}

async function targetGone(targetId: string): Promise<void> {
  const gone = Promise.withResolvers<void>();
  const stop = theConnection().listen(({ method, params }) => {
    if (method === 'Target.targetDestroyed' && params.targetId === targetId) gone.resolve();
  });
  await Promise.race([gone.promise, delay(answerWithin, undefined, { ref: false })]);
  stop();
}
