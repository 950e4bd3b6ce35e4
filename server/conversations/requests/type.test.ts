import { expect, onTestFinished, test } from 'vitest';
import { lobby, startConversations } from '../../../test/support/conversation-server.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';

async function start() {
  const server = await startConversations(await temporaryFolder());
  onTestFinished(server.stop);
  const [alice, bob] = [await server.person('alice'), await server.person('bob')];
  return { server, alice, bob, conversation: await alice.open([bob]) };
}

test('6.4 typing reaches every connection of the other member, no other, and no log', async () => {
  const { server, alice, bob, conversation } = await start();
  const carol = await server.person('carol');
  const [laptop, phone] = [bob.connection, bob.connectAgain()];
  const before = await bob.summary(conversation);
  expect(await alice.get('conversations:type', { conversation })).toEqual({});
  const pushed = [{ conversation, address: 'alice@test.example' }];
  expect(laptop.take('conversations:typing')).toEqual(pushed);
  expect(phone.take('conversations:typing')).toEqual(pushed);
  expect(alice.connection.take('conversations:typing')).toEqual([]);
  expect(carol.connection.take('conversations:typing')).toEqual([]);
  expect(await bob.summary(conversation)).toEqual(before);
});

test('6.4 typing doesn’t reach who is in do not disturb', async () => {
  const { alice, bob, conversation } = await start();
  await bob.get('people:set-status', { status: 'dnd' });
  await alice.get('conversations:type', { conversation });
  expect(bob.connection.take('conversations:typing')).toEqual([]);
});

test('6.4 typing is refused in the Lobby, and to who is no member', async () => {
  const { server, alice, conversation } = await start();
  const carol = await server.person('carol');
  expect(await alice.ask('conversations:type', { conversation: lobby })).toMatchObject({
    code: 'not-allowed',
  });
  expect(await carol.ask('conversations:type', { conversation })).toMatchObject({
    code: 'no-such-conversation',
  });
});
