// What has become durable goes out to everybody it is for, in order: announcements first, then the
// records, joined to one page as far as they come from one connection, which does not get its own.
import type { Address, ConversationId } from '../../../protocol/ids.ts';
import { limits } from '../../../protocol/limits.ts';
import { encodePage } from '../../../protocol/records.ts';
import type { Connection, Connections } from '../../cluster/connections.ts';
import { connectionsOf, type Directory } from '../../people/directory.ts';
import type { Append, Conversation } from '../state/conversation.ts';
import type { Entry } from '../state/log-state.ts';
import { viewOf } from './holds.ts';
import { summarize } from './summary.ts';

interface Run {
  readonly connection: Connection;
  readonly entries: Entry[];
}

/** Returns the function that tells everybody about records that have become durable. */
export function createPublish(directory: Directory, connections: Connections) {
  function pushRun(conversation: Conversation, { connection, entries }: Run): void {
    const payload = recordsPayload(conversation.id, entries);
    if (conversation.durable.kind === 'public') {
      pushRecords(connections.all(), connection, payload);
      return;
    }
    for (const member of conversation.durable.members) {
      const { head } = viewOf(directory, conversation, member);
      const seen = entries.filter(({ seq }) => seq <= head);
      if (seen.length === 0) continue;
      const whole = seen.length === entries.length;
      const shown = whole ? payload : recordsPayload(conversation.id, seen);
      pushRecords(connectionsOf(directory, connections, member), connection, shown);
    }
  }

  return (conversation: Conversation, appends: readonly Append[]) => {
    const announceTo = new Set(appends.flatMap((append) => append.announceTo));
    for (const address of announceTo) announce(directory, connections, conversation, address);
    for (const run of runsOf(appends)) pushRun(conversation, run);
  };
}

/** Tells an account's connections that a conversation is new or has moved on while it was held back. */
export function announce(
  directory: Directory,
  connections: Connections,
  conversation: Conversation,
  address: Address,
): void {
  const summary = summarize(directory, conversation, address);
  for (const connection of connectionsOf(directory, connections, address)) {
    connection.push('conversations:changed', { conversation: summary });
  }
}

function recordsPayload(conversation: ConversationId, entries: readonly Entry[]) {
  return { conversation, page: encodePage(entries.map(({ record }) => record)) };
}

function pushRecords(
  connections: Iterable<Connection>,
  except: Connection,
  payload: ReturnType<typeof recordsPayload>,
): void {
  for (const connection of connections) {
    if (connection !== except) connection.push('conversations:records', payload);
  }
}

function runsOf(appends: readonly Append[]): Run[] {
  const runs: Run[] = [];
  let bytes = 0;
  for (const { connection, entry } of appends) {
    const run = runs.at(-1);
    bytes += entry.record.length;
    const fits = bytes <= limits.pageBytes && run && run.entries.length < limits.pageRecords;
    if (fits && run.connection === connection) {
      run.entries.push(entry);
    } else {
      runs.push({ connection, entries: [entry] });
      bytes = entry.record.length;
    }
  }
  return runs;
}
