import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Connection } from './connection.ts';

function connect() {
  const input = new PassThrough();
  const output = new PassThrough();
  return { input, output, connection: new Connection(input, output) };
}

test('messages arrive whole however the pipe cuts them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string()), fc.integer({ min: 1, max: 9 }), async (texts, size) => {
      const { input, connection } = connect();
      const received: string[] = [];
      connection.listen(({ params }) => received.push(params.text));
      const bytes = Buffer.from(
        texts.map((text) => `${JSON.stringify({ method: 'said', params: { text } })}\0`).join(''),
      );
      for (let at = 0; at < bytes.length; at += size) input.write(bytes.subarray(at, at + size));
      input.end();
      await new Promise((resolve) => input.on('end', resolve));
      expect(received).toEqual(texts);
    }),
  );
});

test('an answer goes to its question, and an error to its rejection', async () => {
  const { input, connection } = connect();
  const first = connection.send('Page.enable');
  const second = connection.send('Page.nonsense');
  input.write('{"id":2,"error":{"message":"no such method"}}\0{"id":1,"result":{"ok":true}}\0');
  await expect(second).rejects.toThrow('no such method');
  expect(await first).toEqual({ ok: true });
});

test('a request that waits is rejected when the pipe closes', async () => {
  const { input, connection } = connect();
  const answer = connection.send('Page.enable');
  input.destroy();
  await expect(answer).rejects.toThrow('Chromium is gone');
  await expect(connection.send('Page.enable')).rejects.toThrow('Chromium is gone');
});
