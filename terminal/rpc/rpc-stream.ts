// JSON-RPC over a pair of streams. Requests run side by side and are answered as they finish; reading waits
// while too many run or while the answers are not read.
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { refuse } from '../../protocol/errors.ts';
import { answer, type Handle, notification, refusal, response } from './json-rpc.ts';
import { type OverlongLine, readLines } from './lines.ts';

const LINE_BYTES = 8 * 1024 * 1024;
const RUNNING_REQUESTS = 256;

export interface RpcStream {
  notify(method: string, params: unknown): void;
  /** Ends when the input has ended, the output's reader has gone or `stop` says so, and all running requests are answered. */
  serve(handle: Handle, stop: AbortSignal): Promise<void>;
}

export function rpcStream(input: Readable, output: Writable): RpcStream {
  const gone = new AbortController();
  // A reader that goes away (EPIPE) is a way of saying goodbye, not a failure.
  output.on('error', () => gone.abort());
  const write = (line: string | undefined) => {
    if (line !== undefined && output.writable) output.write(`${line}\n`);
  };
  return {
    notify: (method, params) => write(notification(method, params)),
    serve: (handle, stop) =>
      answerLines({ input, output, write, end: AbortSignal.any([gone.signal, stop]), handle }),
  };
}

interface Lines {
  readonly input: Readable;
  readonly output: Writable;
  readonly write: (line: string | undefined) => void;
  readonly end: AbortSignal;
  readonly handle: Handle;
}

async function answerLines({ input, output, write, end, handle }: Lines): Promise<void> {
  const running = new Set<Promise<void>>();
  const tearDown = () => input.destroy();
  end.addEventListener('abort', tearDown);
  if (end.aborted) tearDown();
  try {
    for await (const line of readLines(input, LINE_BYTES)) {
      if (isBlank(line)) continue;
      const work = answerLine(line, handle).then(write);
      running.add(work);
      // Both outcomes: a bug in handling is thrown by the race or the final wait, not by this bookkeeping.
      const forget = () => running.delete(work);
      work.then(forget, forget);
      if (running.size >= RUNNING_REQUESTS) await Promise.race(running);
      if (output.writableNeedDrain) await once(output, 'drain', { signal: end });
    }
  } catch (error) {
    // Tearing the input down interrupts the reading with an error of its own.
    if (!end.aborted) throw error;
  } finally {
    end.removeEventListener('abort', tearDown);
  }
  await Promise.all(running);
}

async function answerLine(line: Uint8Array | OverlongLine, handle: Handle): Promise<string | undefined> {
  if (!('overlong' in line)) return answer(line, handle);
  return response(null, refusal(refuse('too-large', { limit: LINE_BYTES })));
}

function isBlank(line: Uint8Array | OverlongLine): boolean {
  return !('overlong' in line) && line.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09);
}
