// What happens between an account and the server, and its face, when somebody signs out.
import { expect, onTestFinished, test, vi } from 'vitest';
import { eventNames } from '../engine/api.ts';
import { lobbyId } from '../engine/encryption/conversation-ids.ts';
import { openMarks } from '../engine/encryption/marks.ts';
import { openEngine } from '../engine/engine.ts';
import { createEvents } from '../engine/events.ts';
import { createSignedInRooms } from '../engine/signed-in.ts';
import { systemClock } from '../engine/system-clock.ts';
import { serverName } from '../protocol/ids.ts';
import { accepted, computer } from './support/computers.ts';
import { type Home, startHome } from './support/home.ts';
import { silentLogger } from './support/silent-logger.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const password = 'correct horse battery';
const lobbyOf = ({ name }: Home) => lobbyId(serverName.parse(name));

async function engineAt(home: Home) {
  const keySources = [{ kind: 'key-file', secret: async () => new Uint8Array(32) }] as const;
  const profileFolder = await temporaryFolder();
  const engine = accepted(
    await openEngine({ server: home.url, profileFolder, keySources, logger: silentLogger }),
  );
  onTestFinished(() => engine.close());
  return engine;
}

test('who signs out leaves the marks with the server', async () => {
  const home = await startHome();
  const engine = await engineAt(home);
  accepted(await engine.call('register', { username: 'alice', password }));
  const sent = vi.fn();
  engine.on('message', ({ message }) => message.seq !== undefined && sent());
  accepted(await engine.call('send', { conversation: lobbyOf(home), text: 'hello' }));
  await vi.waitFor(() => expect(sent).toHaveBeenCalled());
  accepted(await engine.call('signOut', {}));

  const laptop = await computer(home.url);
  accepted(await laptop.account.signIn({ username: 'alice', password }));
  const { marks } = accepted(await laptop.connection.request('account:get', {}));
  const { marksKey, address } = laptop.state();
  const seen = marks && openMarks(marksKey, address, marks)?.marks.conversations;
  expect(seen?.[lobbyOf(home)]).toMatchObject({ seq: 1 });
});

test('who has signed out is told nothing more of that account', async () => {
  const home = await startHome();
  const bob = await engineAt(home);
  accepted(await bob.call('register', { username: 'bob', password }));
  const { account, connection, state } = await computer(home.url);
  accepted(await account.register({ username: 'alice', password }));
  const events = createEvents();
  const rooms = createSignedInRooms({
    ...{ account: state(), connection, clock: systemClock },
    ...{ logger: silentLogger, events },
  });
  await rooms.online();
  const request = connection.request.bind(connection);
  const held = Promise.withResolvers<void>();
  const asked = vi.fn();
  connection.request = async (name, payload) => {
    if (name === 'people:manifests') {
      asked();
      await held.promise;
    }
    return request(name, payload);
  };
  accepted(await bob.call('send', { conversation: lobbyOf(home), text: 'are you there?' }));
  await vi.waitFor(() => expect(asked).toHaveBeenCalled());
  const heard = vi.fn();
  for (const event of eventNames) events.on(event, () => heard(event));
  const closed = rooms.close();
  held.resolve();
  await closed;
  expect(rooms.conversations.unread().total).toBe(1);
  expect(heard).not.toHaveBeenCalled();
});
