import { expect, onTestFinished, test } from 'vitest';
import type { ConversationId } from '../../../protocol/ids.ts';
import { limits } from '../../../protocol/limits.ts';
import { decodePage } from '../../../protocol/records.ts';
import { lobby, startConversations } from '../../../test/support/conversation-server.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';

async function start() {
  const server = await startConversations(await temporaryFolder());
  onTestFinished(server.stop);
  const [alice, bob, carol] = [
    await server.person('alice'),
    await server.person('bob'),
    await server.person('carol'),
  ];
  return { server, alice, bob, carol };
}

const wanted = (conversation: ConversationId, after?: number) => ({
  conversation,
  ...(after !== undefined && { after }),
  afterEpoch: 0,
});

test('a catch-up answers for each conversation what history and changes answer, in the order asked', async () => {
  const { alice, bob, carol } = await start();
  const both = await alice.open([bob]);
  const own = await bob.open([]);
  const others = await alice.open([carol]);
  for (let count = 0; count < 3; count += 1) await alice.send(both);
  const asked = [wanted(own), wanted(others), wanted(both, 2), wanted(lobby)];
  const { conversations, answered } = await bob.get('conversations:catch-up', { conversations: asked });
  expect(answered).toBe(4);
  expect(conversations.map(({ conversation }) => conversation)).toEqual([own, both, lobby]);
  for (const { conversation, history, changes } of conversations) {
    const range = conversation === both ? { after: 2, limit: 200 } : { limit: 50 };
    expect(history).toEqual(await bob.get('conversations:history', { conversation, ...range }));
    expect(changes).toEqual(await bob.get('conversations:changes', { conversation, afterEpoch: 0 }));
  }
});

test('a catch-up answers as many conversations as fit a page, and at least one', async () => {
  const { alice, bob, carol } = await start();
  const conversations = [await alice.open([bob]), await alice.open([carol]), await alice.open([])];
  const body = new Uint8Array(60_000);
  for (const conversation of conversations) {
    for (let count = 0; count < 10; count += 1) await alice.send(conversation, { body });
  }
  const answers = [];
  for (let asked = conversations; asked.length > 0; ) {
    const answer = await alice.get('conversations:catch-up', {
      conversations: asked.map((id) => wanted(id, 0)),
    });
    answers.push(answer.conversations.map(({ history }) => decodePage(history.page)?.length));
    const bytes = answer.conversations.reduce((sum, { history }) => sum + history.page.length, 0);
    expect(bytes).toBeLessThanOrEqual(limits.pageBytes);
    asked = asked.slice(answer.answered);
  }
  expect(answers).toEqual([[11], [11], [11]]);
});

test('the server answers other requests during a long catch-up', async () => {
  const { alice, bob } = await start();
  const conversation = await alice.open([bob]);
  const order: string[] = [];
  // Nothing is missing: no reading from the disk lets others in between.
  const many = Array.from({ length: 100 }, () => ({ conversation, after: 1, afterEpoch: 1 }));
  const reading = bob.get('conversations:catch-up', { conversations: many }).then(() => order.push('many'));
  const turn = new Promise<void>((resolve) => setImmediate(resolve)).then(() => order.push('another'));
  await Promise.all([reading, turn]);
  expect(order).toEqual(['another', 'many']);
});
