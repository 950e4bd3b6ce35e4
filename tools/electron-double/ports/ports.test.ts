import { once } from 'node:events';
import { expect, test, vi } from 'vitest';
import { MessageChannelMain, type MessagePortMain } from './message-port-main.ts';

function collect(port: MessagePortMain): unknown[] {
  const received: unknown[] = [];
  port.on('message', ({ data }) => received.push(data));
  port.on('close', () => received.push('closed'));
  port.start();
  return received;
}

test('messages wait until the port is started, and keep their order', async () => {
  const { port1, port2 } = new MessageChannelMain();
  port1.postMessage(1);
  port1.postMessage({ two: new Date(2) });
  const received = collect(port2);
  port1.postMessage(3n);
  await vi.waitFor(() => expect(received).toEqual([1, { two: new Date(2) }, 3n]), 10_000);
});

test('a port that travels takes its unread messages along', async () => {
  const carrier = new MessageChannelMain();
  const cargo = new MessageChannelMain();
  cargo.port1.postMessage('before');
  carrier.port2.start();
  const arrival = once(carrier.port2, 'message');
  carrier.port1.postMessage('here', [cargo.port2]);
  cargo.port1.postMessage('during');
  const [{ ports }] = await arrival;
  const received = collect(ports[0]);
  cargo.port1.postMessage('after');
  await vi.waitFor(() => expect(received).toEqual(['before', 'during', 'after']), 10_000);
});

test('closing one end closes the other, after what was sent', async () => {
  const { port1, port2 } = new MessageChannelMain();
  const received = collect(port2);
  port1.postMessage('last');
  port1.close();
  await vi.waitFor(() => expect(received).toEqual(['last', 'closed']), 10_000);
});

test('a port can neither carry itself nor travel twice', () => {
  const { port1 } = new MessageChannelMain();
  const cargo = new MessageChannelMain();
  expect(() => port1.postMessage('x', [port1])).toThrow('contains the source port');
  port1.postMessage('x', [cargo.port1]);
  expect(() => port1.postMessage('x', [cargo.port1])).toThrow('already neutered');
});
