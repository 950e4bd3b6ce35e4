// Every request of the protocol is sent what no honest client sends. Each gets a coded answer, or its sender
// is closed; the server and all other users go on undisturbed.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { toWire } from '../node/wire-bytes.ts';
import { isErrorCode } from '../protocol/errors.ts';
import { type RequestName, requests } from '../protocol/events.ts';
import { limits } from '../protocol/limits.ts';
import { type Bystanders, startBystanders } from './support/bystanders.ts';
import { connectWire, type WireClient } from './support/wire-client.ts';

const names = Object.keys(requests) as RequestName[];
const refusal = z.strictObject({
  ok: z.literal(false),
  code: z.custom(isErrorCode),
  facts: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

let bystanders: Bystanders;
beforeAll(async () => {
  bystanders = await startBystanders();
});
afterAll(() => bystanders.stop());

async function withClient(token: string | undefined, task: (client: WireClient) => Promise<void>) {
  const client = await connectWire(bystanders.url, token === undefined ? {} : { token });
  await task(client);
  client.socket.close();
}

async function expectRefusal(client: WireClient, name: string, ...payload: readonly unknown[]) {
  const began = performance.now();
  const answer = refusal.safeParse(await client.askAnything(name, ...payload));
  expect(answer.success, `the answer to ${name} is a coded refusal`).toBe(true);
  expect(performance.now() - began).toBeLessThan(1_000);
  return answer.data;
}

function nested(depth: number): unknown {
  return depth === 0 ? 1 : { deeper: nested(depth - 1) };
}

const wrongPayloads: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['undefined', undefined],
  ['a number', 7],
  ['not a number', Number.NaN],
  ['a text', 'text'],
  ['a list', [{}]],
  ['bytes', Buffer.alloc(10)],
  ['a date', new Date(0)],
  ['a deep object', nested(200)],
  ['an unknown field', { surprise: 1 }],
  ['a field named constructor', { constructor: { prototype: {} } }],
];

/** An object that arrives with a prototype of the sender's. */
const forgedPrototype = Object.defineProperty({}, '__proto__', {
  value: { username: 'alice' },
  enumerable: true,
});

/** The same request with each of its fields missing and each of a wrong type; a request may have no fields. */
function spoiled(name: RequestName): readonly unknown[] {
  const valid = bystanders.validRequest(name);
  return Object.keys(valid).flatMap((field) => {
    const { [field]: _, ...without } = valid;
    const optional = requests[name].request.safeParse(without).success;
    const wrong = [7.5, null, 'wrong wrong', [[]], { a: 1 }, Buffer.alloc(3)].map((value) => ({
      ...without,
      [field]: value,
    }));
    return [...(optional ? [] : [without]), ...wrong, { ...valid, [`${field}s`]: 1 }].filter(
      (request) => !requests[name].request.safeParse(request).success,
    );
  });
}

test.each(names)('%s refuses payloads that are not what it takes', async (name) => {
  await withClient(bystanders.token, async (client) => {
    for (const [what, payload] of wrongPayloads) {
      const answer = await expectRefusal(client, name, payload);
      expect(answer, what).toMatchObject({ code: 'bad-request' });
    }
    expect(await expectRefusal(client, name, forgedPrototype)).toMatchObject({ code: 'bad-request' });
    for (const request of spoiled(name)) {
      const answer = await expectRefusal(client, name, toWire(request));
      expect(answer).toMatchObject({ code: 'bad-request', facts: { detail: expect.any(String) } });
    }
    const extra = await expectRefusal(
      client,
      name,
      toWire({ ...bystanders.validRequest(name), surprise: 1 }),
    );
    expect(extra).toMatchObject({ facts: { detail: 'unknown field surprise' } });
  });
  await bystanders.talk();
});

test.each(names)('%s refuses no payload and more than one', async (name) => {
  await withClient(bystanders.token, async (client) => {
    expect(await expectRefusal(client, name)).toMatchObject({ code: 'bad-request' });
    expect(await expectRefusal(client, name, {}, {})).toMatchObject({ code: 'bad-request' });
    expect(await expectRefusal(client, name, {}, 1, 'two', [3])).toMatchObject({ code: 'bad-request' });
  });
});

test.each(names)('%s is not carried out without an acknowledgement', async (name) => {
  await withClient(bystanders.token, async ({ socket, askAnything }) => {
    socket.emit(name, {});
    socket.emit(name);
    socket.emit(name, null, 'not a function');
    // Answered after all of the above.
    expect(await askAnything('account:get', {})).toMatchObject({ ok: true });
  });
});

test.each(names.filter((name) => requests[name].permission === 'session'))(
  '%s needs a session',
  async (name) => {
    await withClient(undefined, async (client) => {
      for (const payload of [bystanders.validRequest(name), {}, null]) {
        expect(await expectRefusal(client, name, toWire(payload))).toEqual({
          ok: false,
          code: 'not-signed-in',
        });
      }
    });
  },
);

test.each(names)('%s with too large a payload is refused, or its sender closed', async (name) => {
  const size = limits.packetBytesBeforeSignIn;
  await withClient(undefined, async (client) => {
    const closed = client.next('disconnect');
    client.socket.emit(name, { surprise: Buffer.alloc(size) }, () => undefined);
    await closed;
  });
  await withClient(bystanders.token, async (client) => {
    await expectRefusal(client, name, { surprise: Buffer.alloc(size) });
    const closed = client.next('disconnect');
    client.socket.emit(name, { surprise: Buffer.alloc(limits.packetBytes) }, () => undefined);
    await closed;
  });
  await bystanders.talk();
});

interface Packet {
  readonly type: unknown;
  readonly nsp?: unknown;
  readonly data?: unknown;
  readonly id?: unknown;
}

const brokenPackets: readonly (readonly [string, Packet])[] = [
  ['an acknowledgement that is a text', { type: 2, nsp: '/', data: ['account:get', {}], id: 'seven' }],
  ['an acknowledgement that is an object', { type: 2, nsp: '/', data: ['account:get', {}], id: { call: 1 } }],
  ['a packet without a namespace', { type: 2, data: ['account:get', {}], id: 1 }],
  ['a packet of an unknown type', { type: 99, nsp: '/', data: [] }],
  ['an event without a name', { type: 2, nsp: '/', data: [], id: 1 }],
  ['an event whose name is an object', { type: 2, nsp: '/', data: [{ toString: 1 }, {}], id: 1 }],
  ['an event named disconnect', { type: 2, nsp: '/', data: ['disconnect', 'faked'], id: 1 }],
  ['data that is no list', { type: 2, nsp: '/', data: { length: 1 }, id: 1 }],
  ['a second handshake', { type: 0, nsp: '/', data: { protocol: 1 } }],
];

test.each(brokenPackets)('%s closes its sender', async (_, packet) => {
  await withClient(bystanders.token, async ({ socket, next }) => {
    const closed = next('disconnect');
    // The encoder is private in the library's types.
    const manager = socket.io as unknown as { _packet(packet: object): void };
    manager._packet({ ...packet, options: {} });
    await closed;
  });
  await bystanders.talk();
});

const brokenBytes: readonly (readonly [string, readonly number[] | string])[] = [
  ['a list of four milliards', [0xdd, 0xff, 0xff, 0xff, 0xff]],
  ['four gigabytes', [0xc9, 0xff, 0xff, 0xff, 0xff, 0x00]],
  ['lists within lists', Array<number>(50_000).fill(0x91)],
  ['half a text', [0xda, 0xff, 0xff, 0x41]],
  ['no msgpack', [0xc1, 0xc1]],
  ['text', '2["account:get",{}]'],
];

test.each(brokenBytes)('%s in place of a packet closes its sender', async (_, bytes) => {
  await withClient(bystanders.token, async ({ socket, next }) => {
    const closed = next('disconnect');
    socket.io.engine.send(typeof bytes === 'string' ? bytes : Buffer.from(bytes));
    await closed;
  });
  await bystanders.talk();
});
