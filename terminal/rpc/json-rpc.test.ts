import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answer, type Handle, notification, refusal, response } from './json-rpc.ts';

const handle: Handle = async (method, parameters) => ({ result: { method, parameters } });

async function ask(message: unknown): Promise<unknown> {
  const text = typeof message === 'string' ? message : JSON.stringify(message);
  const answered = await answer(Buffer.from(text), handle);
  return answered === undefined ? undefined : JSON.parse(answered);
}

const failed = (id: unknown, code: number) => ({
  jsonrpc: '2.0',
  id,
  error: expect.objectContaining({ code }),
});

test.each([1, 'one', null, 0, -1.5, Number.MAX_SAFE_INTEGER, '9007199254740993'])(
  'answers under the id %j',
  async (id) => {
    const result = { method: 'status', parameters: { a: 1 } };
    expect(await ask({ jsonrpc: '2.0', id, method: 'status', params: { a: 1 } })).toEqual({
      jsonrpc: '2.0',
      id,
      result,
    });
  },
);

test('a request without an id is carried out and not answered', async () => {
  const received: string[] = [];
  const listening: Handle = async (method) => {
    received.push(method);
    return { result: {} };
  };
  const request = Buffer.from('{"jsonrpc":"2.0","method":"signOut"}');
  expect(await answer(request, listening)).toBeUndefined();
  expect(received).toEqual(['signOut']);
});

describe('what is no request', () => {
  test.each(['{', 'hello', '"\\ud8"', '{"jsonrpc":"2.0",}'])('%s is a parse error', async (text) => {
    expect(await ask(text)).toEqual(failed(null, -32700));
  });

  test('bytes that are not UTF-8 are a parse error', async () => {
    const answered = await answer(Buffer.from([0x22, 0xff, 0x22]), handle);
    expect(JSON.parse(answered ?? '')).toEqual(failed(null, -32700));
  });

  test.each([
    [1, null],
    [null, null],
    ['"text"', null],
    [{ jsonrpc: '2.0' }, null],
    [{ jsonrpc: '1.0', method: 'status', id: 1 }, 1],
    [{ jsonrpc: '2.0', method: 1, id: 'x' }, 'x'],
    [{ jsonrpc: '2.0', method: 'status', params: 'bar', id: 2 }, 2],
    [{ jsonrpc: '2.0', method: 'status', id: {} }, null],
  ])('%j is an invalid request', async (message, id) => {
    expect(await ask(message)).toEqual(failed(id, -32600));
  });

  test.each(['9007199254740993', '-9007199254740993', '1e400', '123456789012345678901234567890'])(
    'an id that would come back with other digits, such as %s',
    async (id) => {
      expect(await ask(`{"jsonrpc":"2.0","id":${id},"method":"status"}`)).toEqual(failed(null, -32600));
    },
  );
});

describe('batches', () => {
  test('are answered as one, without the notifications', async () => {
    const one = { jsonrpc: '2.0', id: 1, method: 'status' };
    const withoutId = { jsonrpc: '2.0', method: 'status' };
    expect(await ask([one, withoutId, 1])).toEqual([
      { jsonrpc: '2.0', id: 1, result: { method: 'status' } },
      failed(null, -32600),
    ]);
    expect(await ask([withoutId])).toBeUndefined();
  });

  test('that are empty are an invalid request', async () => {
    expect(await ask([])).toEqual(failed(null, -32600));
  });
});

test('nesting however deep is refused, not a crash', async () => {
  expect(await ask('['.repeat(1_000_000) + ']'.repeat(1_000_000))).toEqual([failed(null, -32600)]);
});

test('a refusal has the sentence for people and code and facts for programs', () => {
  expect(refusal({ ok: false, code: 'wrong-credentials', facts: { triesLeft: 2 } })).toEqual({
    error: {
      code: -32000,
      message: 'Wrong username or password. Attempts left before a lock: 2.',
      data: { code: 'wrong-credentials', triesLeft: 2 },
    },
  });
});

test('a notification has no id and stays on one line', () => {
  expect(notification('message', { text: 'a\nb' })).toBe(
    '{"jsonrpc":"2.0","method":"message","params":{"text":"a\\nb"}}',
  );
});

test('an answer or notification is one line for every reader, and says what it said', () => {
  const pieces = fc.constantFrom(
    '\u0085',
    '\u2028',
    '\u2029',
    '\n',
    '\r',
    '\v',
    '\f',
    '\u001c',
    '\\u2028',
    '"',
  );
  const text = fc.array(fc.oneof(pieces, fc.string({ unit: 'binary' }))).map((all) => all.join(''));
  fc.assert(
    fc.property(text, (said) => {
      for (const line of [notification('message', { [said]: said }), response(said, { result: said })]) {
        // What Python's str.splitlines() ends a line at; node:readline ends it at fewer.
        // biome-ignore lint/suspicious/noControlCharactersInRegex: some of them are control characters
        expect(line).not.toMatch(/[\n\r\v\f\u001c-\u001e\u0085\u2028\u2029]/);
        expect(Object.values(JSON.parse(line))).toContainEqual(
          line.includes('"result"') ? said : { [said]: said },
        );
      }
    }),
  );
});
