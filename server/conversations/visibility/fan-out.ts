// What has become durable goes out to everybody it is for, in order: announcements first, then the
// records, joined to one page as far as they come from one connection, which does not get its own.

import type { Address, ConversationId } from '../../../protocol/ids.ts';
import { encodePage } from '../../../protocol/records.ts';
import type { Bus } from '../../cluster/bus.ts';
import type { Connection } from '../../cluster/connections.ts';
import type { Directory } from '../../people/directory.ts';
import { Page } from '../page.ts';
import type { Append, Conversation } from '../state/conversation.ts';
import type { Entry } from '../state/log-state.ts';
import { viewOf } from './holds.ts';
import { pushToMember } from './push-to-member.ts';
import { summarize } from './summary.ts';

interface Run {
  readonly connection: Connection;
  readonly page: Page;
  readonly entries: Entry[];
}

/** Returns the function that tells everybody about records that have become durable. */
export function createPublish(directory: Directory, bus: Bus) {
  function pushRun(conversation: Conversation, { connection, page, entries }: Run): void {
    const payload = recordsPayload(conversation.id, page.records);
    if (conversation.durable.kind === 'public') {
      bus.pushToAll('conversations:records', payload, connection.id);
      return;
    }
    for (const member of conversation.durable.members) {
      const { head } = viewOf(directory, conversation, member);
      const seen = entries.filter(({ seq }) => seq <= head);
      if (seen.length === 0) continue;
      const whole = seen.length === entries.length;
      const shown = whole
        ? payload
        : recordsPayload(
            conversation.id,
            seen.map(({ record }) => record),
          );
      pushToMember({ directory, bus }, member, 'conversations:records', shown, connection.id);
    }
  }

  return (conversation: Conversation, appends: readonly Append[]) => {
    const announceTo = new Set(appends.flatMap((append) => append.announceTo));
    for (const address of announceTo) announce(directory, bus, conversation, address);
    for (const run of runsOf(appends)) pushRun(conversation, run);
  };
}

/** Tells an account's connections that a conversation is new or has moved on while it was held back. */
export function announce(directory: Directory, bus: Bus, conversation: Conversation, address: Address): void {
  pushToMember({ directory, bus }, address, 'conversations:changed', {
    conversation: summarize(directory, conversation, address),
  });
}

function recordsPayload(conversation: ConversationId, records: readonly Uint8Array[]) {
  return { conversation, page: encodePage(records) };
}

function runsOf(appends: readonly Append[]): Run[] {
  const runs: Run[] = [];
  for (const { connection, entry } of appends) {
    const run = runs.at(-1);
    if (run?.connection === connection && run.page.add(entry.record)) run.entries.push(entry);
    else runs.push(beginRun(connection, entry));
  }
  return runs;
}

function beginRun(connection: Connection, entry: Entry): Run {
  const page = new Page();
  page.add(entry.record);
  return { connection, page, entries: [entry] };
}
