import type { MessagePortMain } from 'electron';
import { expect, test, vi } from 'vitest';
import { lobbyId } from '../../node/conversation-ids.ts';
import { serverName } from '../../protocol/ids.ts';
import { silentLogger } from '../../test/support/silent-logger.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { startTestServer } from '../../test/support/test-server.ts';
import { MessageChannelMain } from '../../tools/electron-double/ports/message-port-main.ts';
import { createHostedEngine } from './hosted-engine.ts';
import type { FromEngine } from './messages.ts';

/** An engine's process without the process, and the page's end of its port. */
async function hosted(server: string, profileFolder: string) {
  const reported: FromEngine['kind'][] = [];
  const engine = createHostedEngine((message) => reported.push(message.kind), silentLogger);
  const keys = [{ kind: 'keychain', secret: new Uint8Array(32) }] as const;
  const opening = { kind: 'open', server, profileFolder, keys, mustAnswer: false } as const;
  await engine.receive(opening, undefined);
  const { port1, port2 } = new MessageChannelMain();
  // The double's port is Electron's, as far as it is used.
  await engine.receive({ kind: 'window' }, port1 as unknown as MessagePortMain);
  const received: { kind: string; id?: number; result?: { ok: boolean; value: unknown } }[] = [];
  port2.on('message', ({ data }) => received.push(data));
  port2.start();
  let id = 0;
  const ask = (method: string, parameters?: unknown) => {
    id += 1;
    port2.postMessage({ id, method, parameters });
  };
  const answer = async (method: string, parameters?: unknown) => {
    ask(method, parameters);
    const own = id;
    return vi.waitFor(() => {
      const found = received.find((message) => message.id === own);
      expect(found?.result?.ok).toBe(true);
      return found?.result?.value;
    }, 10_000);
  };
  return { engine, reported, page: port2, received, ask, answer };
}

test('the engine handles the window’s last calls even when the close message arrives first', async () => {
  const home = await startTestServer();
  const folder = await temporaryFolder();
  const conversation = lobbyId(serverName.parse(home.name));
  const before = await hosted(home.url, folder);
  await before.answer('register', { username: 'alice', password: 'a long password' });
  const closing = before.engine.receive({ kind: 'close' }, undefined);
  before.ask('saveDraft', { conversation, text: 'written at the last moment' });
  before.page.close();
  await closing;
  expect(before.reported.at(-1)).toBe('closed');

  const after = await hosted(home.url, folder);
  expect(await after.answer('drafts')).toEqual([{ conversation, text: 'written at the last moment' }]);
  const left = after.engine.receive({ kind: 'close' }, undefined);
  // A window that stays is asked to go.
  await vi.waitFor(() => expect(after.received).toContainEqual({ kind: 'closing' }), 10_000);
  after.page.close();
  await left;
});

test('the engine closes even if the window does not respond', async () => {
  const home = await startTestServer();
  const { engine, reported } = await hosted(home.url, await temporaryFolder());
  await engine.receive({ kind: 'close' }, undefined);
  expect(reported.at(-1)).toBe('closed');
});
