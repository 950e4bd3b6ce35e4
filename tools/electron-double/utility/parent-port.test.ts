import { expect, test, vi } from 'vitest';
import { encode } from '../clone/encode.ts';
import { ParentPort } from './parent-port.ts';

test('a port closes after the messages that came before, also when all come at once', async () => {
  const received: unknown[] = [];
  const parent = new ParentPort(() => undefined);
  parent.on('message', ({ ports: [port] }) => {
    port.on('message', ({ data }: { data: unknown }) => received.push(data));
    port.on('close', () => received.push('closed'));
    port.start();
  });
  ParentPort.receive(parent, { kind: 'message', message: encode('a port'), ports: [1] });
  ParentPort.receive(parent, { kind: 'port', id: 1, message: encode('first'), ports: [] });
  ParentPort.receive(parent, { kind: 'port', id: 1, message: encode('last'), ports: [] });
  ParentPort.receive(parent, { kind: 'port-closed', id: 1 });
  await vi.waitFor(() => expect(received).toHaveLength(3), 10_000);
  expect(received).toEqual(['first', 'last', 'closed']);
});
