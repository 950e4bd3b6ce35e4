import { expect, test } from 'vitest';
import { refuse } from '../../protocol/errors.ts';
import { conversationId } from '../../protocol/ids.ts';
import { temporaryDatabase } from '../../test/support/database.ts';
import { createIdentity } from '../../test/support/identities.ts';
import { manualClock } from '../../test/support/manual-clock.ts';
import { addConversation } from '../conversations/conversation-table.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { findNewestUnplaced } from './message-table.ts';
import { writeMessage } from './write-message.ts';

const conversation = conversationId.parse('c'.repeat(43));

async function writerIn() {
  const db = await temporaryDatabase();
  const { device } = await createIdentity('alice@home.example');
  addConversation(db, conversation, 'public', []);
  const account = { address: 'alice@parley.example', device: device.id };
  // Only what writing asks for.
  const dependencies = { db, clock: manualClock(), account } as unknown as ConversationDependencies;
  return { db, write: (text: string) => writeMessage(dependencies, { conversation, text }) };
}

test.each([
  '',
  ' \n\t',
  '\u0000',
  '\u200b',
  '\u2060',
  '\u3164',
  '\u2800',
  '\u00ad',
  '\u{e0041}\u{e007f}',
  '\u200b\u0000 \u3164',
])('a text without a visible character is not sent: %j', async (text) => {
  const { db, write } = await writerIn();
  expect(write(text)).toEqual(
    refuse('bad-request', { detail: 'a message needs some text that can be seen' }),
  );
  expect(findNewestUnplaced(db, conversation)).toBeUndefined();
});

test.each(['x', '  indented\n\tmore \n', '\u200bx', '🏴\u{e0067}\u{e007f}', '\u0301'])(
  '%j is sent unchanged',
  async (text) => {
    const { write } = await writerIn();
    expect(write(text)).toMatchObject({ ok: true, value: { text } });
  },
);
