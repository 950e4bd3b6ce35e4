import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test, vi } from 'vitest';
import type { Handle } from './json-rpc.ts';
import { rpcStream } from './rpc-stream.ts';

const echo: Handle = async (_, parameters) => ({ result: parameters });
const never = new AbortController().signal;

function request(id: number, params: object = {}): string {
  return `${JSON.stringify({ jsonrpc: '2.0', id, method: 'echo', params })}\n`;
}

/** A handle whose requests wait until they are released by their `name`. */
function heldBack() {
  const waiting = new Map<string, () => void>();
  const handle: Handle = (_, parameters) =>
    new Promise((resolve) => {
      const { name } = parameters as { name: string };
      waiting.set(name, () => resolve({ result: name }));
    });
  return { waiting, handle };
}

function idsIn(output: string): number[] {
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line).id);
}

test('requests run side by side and are answered as they finish', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const { waiting, handle } = heldBack();
  const served = rpcStream(input, output).serve(handle, never);
  input.end(request(1, { name: 'slow' }) + request(2, { name: 'quick' }));
  await vi.waitFor(() => expect(waiting.size).toBe(2), 10_000);
  waiting.get('quick')?.();
  await vi.waitFor(() => expect(idsIn(String(output.read() ?? ''))).toEqual([2]), 10_000);
  waiting.get('slow')?.();
  await served;
  expect(idsIn(String(output.read()))).toEqual([1]);
});

test('blank lines are passed over, line ends may be CRLF', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  input.end(`\n  \r\n${request(1).trim()}\r\n`);
  await rpcStream(input, output).serve(echo, never);
  expect(idsIn(await text(output.end()))).toEqual([1]);
});

test('an overlong line is refused with a code, the next one is answered', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const served = rpcStream(input, output).serve(echo, never);
  input.write(Buffer.alloc(9 * 1024 * 1024, 'x'));
  input.end(`\n${request(7)}`);
  await served;
  const [refused, answered] = (await text(output.end())).split('\n').map((line) => line && JSON.parse(line));
  expect(refused).toMatchObject({ id: null, error: { data: { code: 'too-large', limit: 8 * 1024 * 1024 } } });
  expect(answered).toMatchObject({ id: 7 });
});

test('reading waits while the caller does not read the answers', async () => {
  const input = new PassThrough();
  const output = new PassThrough({ highWaterMark: 1 });
  let handled = 0;
  const counting: Handle = async () => {
    handled += 1;
    return { result: handled };
  };
  const served = rpcStream(input, output).serve(counting, never);
  for (let id = 1; id <= 1_000; id += 1) input.write(request(id));
  input.end();
  await vi.waitFor(() => expect(output.writableNeedDrain).toBe(true), 10_000);
  expect(handled).toBeLessThan(10);
  const answers = text(output);
  await served;
  output.end();
  expect(idsIn(await answers)).toHaveLength(1_000);
});

test('a reader that has gone ends it as a closed input does, after what is running', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const { waiting, handle } = heldBack();
  const served = rpcStream(input, output).serve(handle, never);
  input.write(request(1, { name: 'last' }));
  await vi.waitFor(() => expect(waiting.size).toBe(1), 10_000);
  output.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
  await vi.waitFor(() => expect(input.destroyed).toBe(true), 10_000);
  waiting.get('last')?.();
  await served;
});

test('a stop ends it too', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const stop = new AbortController();
  const served = rpcStream(input, output).serve(echo, stop.signal);
  stop.abort();
  await served;
});
