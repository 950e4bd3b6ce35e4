// Sends what has become durable to each member that may see it, in order: announcements first, then the records,
// joined to one page as far as they come from one connection, which does not get its own.

import type { Address, ConversationId } from '../../../protocol/ids.ts';
import { isForEveryone } from '../../../protocol/membership-rules.ts';
import { encodePage, recordFor } from '../../../protocol/records.ts';
import type { Bus } from '../../cluster/bus.ts';
import type { Connection } from '../../cluster/connections.ts';
import type { Directory } from '../../people/directory.ts';
import { Page } from '../page.ts';
import type { Append, Conversation } from '../state/conversation.ts';
import type { Entry } from '../state/log-state.ts';
import { pushToMember } from './push-to-member.ts';
import { summarize } from './summary.ts';
import { visibleRange } from './visible-range.ts';

interface Run {
  readonly connection: Connection;
  readonly page: Page;
  readonly entries: Entry[];
  /** Those for whom one of the records is the last. */
  readonly departing: Address[];
}

/** Returns the function that pushes records which have become durable. */
export function createFanOut(directory: Directory, bus: Bus) {
  function pushRun(conversation: Conversation, { connection, page, entries, departing }: Run): void {
    const payload = recordsPayload(conversation.id, page.records);
    if (isForEveryone(conversation.durable.kind)) {
      bus.pushToAll('conversations:records', payload, connection.id);
      return;
    }
    const hasKeys = entries.some(({ payload: { kind } }) => kind === 'change');
    const members = conversation.durable.members.map(({ address }) => address);
    for (const member of [...members, ...departing]) {
      const range = visibleRange(directory, conversation, member);
      const visible = entries.filter(({ seq }) => range && seq >= range.first && seq <= range.last);
      if (visible.length === 0) continue;
      const isWhole = visible.length === entries.length && !hasKeys;
      const shown = isWhole ? payload : recordsPayload(conversation.id, recordsFor(visible, member));
      pushToMember({ directory, bus }, member, 'conversations:records', shown, connection.id);
    }
  }

  return (conversation: Conversation, appends: readonly Append[]) => {
    const announceTo = new Set(appends.flatMap((append) => append.announceTo));
    for (const address of announceTo) announce(directory, bus, conversation, address);
    for (const run of runsOf(appends)) pushRun(conversation, run);
  };
}

/** Pushes to a member's connections that a conversation is new, or has moved on while the server withheld records. */
export function announce(directory: Directory, bus: Bus, conversation: Conversation, address: Address): void {
  const summary = summarize(directory, conversation, address);
  if (summary) pushToMember({ directory, bus }, address, 'conversations:changed', { conversation: summary });
}

function recordsFor(entries: readonly Entry[], reader: Address): readonly Uint8Array[] {
  return entries.map(({ record }) => recordFor(record, reader));
}

function recordsPayload(conversation: ConversationId, records: readonly Uint8Array[]) {
  return { conversation, page: encodePage(records) };
}

function runsOf(appends: readonly Append[]): Run[] {
  const runs: Run[] = [];
  for (const { connection, entry, departing } of appends) {
    const run = runs.at(-1);
    if (run?.connection === connection && run.page.add(entry.record)) {
      run.entries.push(entry);
      run.departing.push(...departing);
    } else runs.push(beginRun(connection, entry, departing));
  }
  return runs;
}

function beginRun(connection: Connection, entry: Entry, departing: readonly Address[]): Run {
  const page = new Page();
  page.add(entry.record);
  return { connection, page, entries: [entry], departing: [...departing] };
}
