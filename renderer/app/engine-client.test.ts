import { expect, onTestFinished, test } from 'vitest';
import { refuse } from '../../protocol/errors.ts';
import { createEngineClient } from './engine-client.ts';

/** The window's end of a port behind which no engine answers. */
function silentPort(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => {
    port1.close();
    port2.close();
  });
  return port1;
}

test('a call that an engine left unanswered is refused with engine-restarted', async () => {
  const engine = createEngineClient();
  engine.attach(silentPort());
  const asked = engine.call('unread', undefined);
  engine.attach(silentPort());
  expect(await asked).toEqual(refuse('engine-restarted'));
});
