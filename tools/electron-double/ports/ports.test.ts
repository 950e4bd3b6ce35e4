import { once } from 'node:events';
import { expect, test, vi } from 'vitest';
import { MessageChannelMain, type MessagePortMain } from './message-port-main.ts';

function collect(port: MessagePortMain): unknown[] {
  const heard: unknown[] = [];
  port.on('message', ({ data }) => heard.push(data));
  port.on('close', () => heard.push('closed'));
  port.start();
  return heard;
}

test('messages wait until the port is started, and keep their order', async () => {
  const { port1, port2 } = new MessageChannelMain();
  port1.postMessage(1);
  port1.postMessage({ two: new Date(2) });
  const heard = collect(port2);
  port1.postMessage(3n);
  await vi.waitFor(() => expect(heard).toEqual([1, { two: new Date(2) }, 3n]));
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
  const heard = collect(ports[0]);
  cargo.port1.postMessage('after');
  await vi.waitFor(() => expect(heard).toEqual(['before', 'during', 'after']));
});

test('closing one end tells the other, after what was sent', async () => {
  const { port1, port2 } = new MessageChannelMain();
  const heard = collect(port2);
  port1.postMessage('last');
  port1.close();
  await vi.waitFor(() => expect(heard).toEqual(['last', 'closed']));
});

test('a port can neither carry itself nor travel twice', () => {
  const { port1 } = new MessageChannelMain();
  const cargo = new MessageChannelMain();
  expect(() => port1.postMessage('x', [port1])).toThrow('contains the source port');
  port1.postMessage('x', [cargo.port1]);
  expect(() => port1.postMessage('x', [cargo.port1])).toThrow('already neutered');
});
