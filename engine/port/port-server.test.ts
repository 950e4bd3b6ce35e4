import { expect, test } from 'vitest';
import { refuse } from '../../protocol/errors.ts';
import { silentLogger } from '../../test/support/silent-logger.ts';
import { createEvents } from '../api/event-emitter.ts';
import { serveEngine } from './port-server.ts';

/** Serves an engine on a port; records what it sends and which methods it calls. */
function serve() {
  const sent: unknown[] = [];
  const called: unknown[] = [];
  const events = createEvents();
  let receive: (event: { readonly data: unknown }) => void = () => undefined;
  const stop = serveEngine(
    {
      on: events.on,
      async call(method, parameters) {
        called.push([method, parameters]);
        return refuse('not-signed-in');
      },
    },
    {
      postMessage: (message) => sent.push(message),
      on: (_, listener) => {
        receive = listener;
      },
    },
    silentLogger,
  );
  return { sent, called, events, stop, ask: (data: unknown) => receive({ data }) };
}

test('answers carry the number of their request; events pass unchanged', async () => {
  const { sent, events, ask } = serve();
  ask({ id: 7, method: 'status', parameters: undefined });
  await expect.poll(() => sent).toEqual([{ kind: 'answer', id: 7, result: refuse('not-signed-in') }]);
  events.emit('session', { state: 'online' });
  expect(sent.at(-1)).toEqual({ kind: 'event', event: 'session', payload: { state: 'online' } });
});

test.each([
  undefined,
  'status',
  { id: -1, method: 'status', parameters: undefined },
  { id: 1, method: 'constructor', parameters: undefined },
  { id: 1, method: 'close', parameters: undefined },
  { id: 1, method: 'status', parameters: undefined, more: 1 },
])('a malformed request is dropped and never reaches the engine: %j', async (data) => {
  const { sent, called, ask } = serve();
  ask(data);
  ask({ id: 2, method: 'status', parameters: undefined });
  await expect.poll(() => sent.length).toBe(1);
  expect(called).toEqual([['status', undefined]]);
});

test('invalid parameters are refused before the engine is called', async () => {
  const { sent, called, ask } = serve();
  ask({ id: 3, method: 'send', parameters: { conversation: 'x', text: 1 } });
  await expect.poll(() => sent).toMatchObject([{ id: 3, result: { ok: false, code: 'bad-request' } }]);
  expect(called).toEqual([]);
});

test('a stopped server sends no more answers or events', async () => {
  const { sent, events, stop, ask, called } = serve();
  stop();
  events.emit('session', { state: 'online' });
  ask({ id: 4, method: 'status', parameters: undefined });
  expect([sent, called]).toEqual([[], []]);
});
