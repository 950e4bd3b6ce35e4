import { expect, onTestFinished, test, vi } from 'vitest';
import { directConversationId } from '../node/conversation-ids.ts';
import { refuse } from '../protocol/errors.ts';
import { address } from '../protocol/ids.ts';
import { createIdentity } from '../test/support/identities.ts';
import { readingDevice } from '../test/support/reading-device.ts';
import { unwrap } from '../test/support/unwrap.ts';
import { writeLog } from '../test/support/written-log.ts';
import { addConversation, raiseHead } from './conversations/conversation-table.ts';
import type { ConversationDependencies } from './conversations/dependencies.ts';
import { Conversations } from './conversations.ts';
import type { Database } from './database/database.ts';

/** The database; records the first word of each statement, and where a transaction begins. */
function recordStatements(db: Database) {
  const statements: string[] = [];
  function noted<Rest extends unknown[], Answer>(call: (sql: string, ...rest: Rest) => Answer) {
    return (sql: string, ...rest: Rest) => {
      statements.push(sql.trimStart().split(/\s/, 1)[0] ?? '');
      return call(sql, ...rest);
    };
  }
  const recorded: Database = {
    ...db,
    all: (row, sql, ...parameters) => noted((given) => db.all(row, given, ...parameters))(sql),
    get: (row, sql, ...parameters) => noted((given) => db.get(row, given, ...parameters))(sql),
    flushDeleted: () => db.flushDeleted(),
    run: (sql, ...parameters) => noted((given) => db.run(given, ...parameters))(sql),
    transaction(action) {
      statements.push('BEGIN');
      return db.transaction(action);
    },
  };
  return { recorded, statements };
}

/** Alice’s conversations while there is no server. */
async function aliceOffline() {
  const alice = await createIdentity('alice@home.example');
  const bob = await createIdentity('bob@home.example');
  const log = await writeLog(alice, bob);
  const { dependencies } = await readingDevice(alice, [alice, bob], log);
  const { recorded, statements } = recordStatements(dependencies.db);
  const events: string[] = [];
  const never = () => () => undefined;
  const request = vi.fn(async () => refuse('server-unreachable'));
  const connection = {
    state: 'offline',
    onPush: never,
    onState: never,
    request,
  } as unknown as ConversationDependencies['connection'];
  const emit: ConversationDependencies['emit'] = (event) => void events.push(event);
  const conversations = new Conversations({ ...dependencies, db: recorded, connection, emit });
  onTestFinished(() => conversations.close());
  return { conversations, conversation: log.conversation, db: dependencies.db, statements, events, request };
}

/** Alice’s conversation with Carol, of which nothing is held. */
function addDirect(db: Database) {
  const members = [address.parse('alice@home.example'), address.parse('carol@home.example')] as const;
  const conversation = directConversationId(...members);
  addConversation(db, conversation, 'direct', [...members]);
  return conversation;
}

test('sending a message reads its conversation and how long it lasts, and writes once: the message and its body', async () => {
  const { conversations, conversation, statements, events } = await aliceOffline();
  statements.length = 0;
  const sent = unwrap(conversations.send({ conversation, text: 'hello' }));
  expect(sent).toMatchObject({ text: 'hello', state: 'sending', sender: 'alice' });
  // The event follows in the same turn, and reads nothing again.
  await undefined;
  expect(statements).toEqual(['SELECT', 'SELECT', 'BEGIN', 'INSERT', 'INSERT']);
  expect(events).toEqual(['message']);
});

test('what the user has begun is theirs before the change that says so has come', async () => {
  const { conversations, db } = await aliceOffline();
  const conversation = addDirect(db);
  unwrap(conversations.send({ conversation, text: 'hello' }));
  raiseHead(db, conversation, 2);
  const { messages } = unwrap(await conversations.history({ conversation }));
  expect(messages).toMatchObject([{ text: 'hello' }]);
  expect(conversations.all().map(({ id }) => id)).toContain(conversation);
});

test('what says who has begun a conversation is fetched before its history is refused', async () => {
  const { conversations, db, request } = await aliceOffline();
  const conversation = addDirect(db);
  raiseHead(db, conversation, 2);
  expect(await conversations.history({ conversation })).toEqual(refuse('request-pending'));
  expect(request).toHaveBeenCalledWith('conversations:history', expect.objectContaining({ conversation }));
});
