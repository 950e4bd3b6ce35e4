import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createRouter, type Route } from './router.ts';

const hello = { status: 200, headers: { 'content-type': 'text/plain' }, body: 'hello' };

async function serve(answer: Route['answer'], basePath = '') {
  const failures: unknown[] = [];
  const routes: Route[] = [{ method: 'GET', path: '/hello', answer }];
  const server = createServer(createRouter(routes, basePath, (error) => failures.push(error)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo; // it listens
  const ask = async (path: string, method = 'GET') => {
    const answered = await fetch(`http://127.0.0.1:${port}${path}`, { method });
    return { status: answered.status, allow: answered.headers.get('allow'), body: await answered.text() };
  };
  return { ask, failures };
}

test('a route answers GET, whatever the query, and HEAD without the body', async () => {
  const { ask } = await serve(() => hello);
  expect(await ask('/hello?name=alice')).toMatchObject({ status: 200, body: 'hello' });
  expect(await ask('/hello', 'HEAD')).toMatchObject({ status: 200, body: '' });
});

test('another method is refused with 405 and the methods that are allowed', async () => {
  const { ask } = await serve(() => hello);
  const refused = { status: 405, allow: 'GET, HEAD', body: 'Only GET, HEAD can be asked of this.' };
  for (const method of ['POST', 'PUT', 'DELETE']) expect(await ask('/hello', method)).toEqual(refused);
});

test('another path is refused with 404, whatever the method', async () => {
  const { ask } = await serve(() => hello);
  const refused = { status: 404, allow: null, body: 'There is nothing here.' };
  for (const path of ['/', '/hello/', '/hell', '/hello/x']) expect(await ask(path)).toEqual(refused);
  expect(await ask('/x', 'POST')).toEqual(refused);
});

test('below a base path a route answers with and without it, and below nothing that only begins like it', async () => {
  const { ask } = await serve(() => hello, '/chat');
  for (const path of ['/hello', '/chat/hello', '/chat/hello?x']) expect((await ask(path)).status).toBe(200);
  for (const path of ['/chat', '/chathello', '/chatter/hello', '/chat/chat/hello']) {
    expect((await ask(path)).status).toBe(404);
  }
});

test('what a route throws is reported and answered with 500', async () => {
  const failure = new Error('the disk is gone');
  const { ask, failures } = await serve(() => Promise.reject(failure));
  expect(await ask('/hello')).toMatchObject({ status: 500, body: expect.stringContaining('failed') });
  expect(failures).toEqual([failure]);
});

test('a route that throws before it returns a promise is answered with 500 too', async () => {
  const { ask, failures } = await serve(() => {
    throw new Error('at once');
  });
  expect((await ask('/hello')).status).toBe(500);
  expect(failures).toHaveLength(1);
});
