// The keys of a conversation. An epoch is taken over only from a change that a listed device of its author has signed
// and that keeps the rulebook's rules; the server can withhold a change, never make one.
import { directConversationId } from '../../node/conversation-ids.ts';
import { changeKind } from '../../protocol/epoch-change.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { ConversationId, Digest } from '../../protocol/ids.ts';
import { findBrokenRule } from '../../protocol/membership-rules.ts';
import { decodePage, decodeRecord, type LogRecord } from '../../protocol/records.ts';
import type { Database } from '../database/database.ts';
import { createChange, openEpochKey, verifyChange } from '../encryption/epoch-changes.ts';
import { deviceKey, type VerifiedManifest } from '../encryption/manifests.ts';
import type { ChangeFeed } from '../sync/change-feed.ts';
import { passOver, stopAtChange } from './altered-change.ts';
import { type ConversationRow, conversationOf, setKind } from './conversation-table.ts';
import {
  currentEpoch,
  type Epoch,
  epochBefore,
  epochOf,
  newestGenuineEpoch,
  putEpoch,
} from './epoch-table.ts';
import type { Scope } from './scope.ts';

const MAXIMUM_AGE_MILLISECONDS = 7 * 24 * 60 * 60 * 1_000;
const ATTEMPTS = 5;

export interface Epochs {
  /** Verifies a change record and takes its epoch over; one that is already known is left as it is. */
  apply(conversation: ConversationId, record: LogRecord): Promise<Result<undefined>>;
  /**
   * The same for a page of those after an epoch. One that can't be taken over stops the conversation: its place is noted,
   * and what follows it is taken over once the user goes on. Refuses with `history-changed` then.
   */
  applyAll(conversation: ConversationId, afterEpoch: number, page: Uint8Array): Promise<Result<undefined>>;
  /** Fetches and applies the changes after the newest one known here. */
  refresh(conversation: ConversationId): Promise<Result<undefined>>;
  /** The epoch to seal the next message under; makes a new one where there is none or it has served its time. */
  forSending(conversation: ConversationRow): Promise<Result<Epoch>>;
  /** Looks at the members' keys afresh before the next message. */
  forgetFreshness(): void;
}

const notAChange = refuse('verification-failed', { detail: 'not a change' });

export function createEpochs(scope: Scope, changes: Pick<ChangeFeed, 'changed'>): Epochs {
  const fresh = new Set<ConversationId>();
  /** By our own clock, for epochs that came while we ran: one that is wrong by weeks must not call each of them old. */
  const learned = new Map<Epoch['id'], number>();

  async function apply(conversation: ConversationId, record: LogRecord): Promise<Result<undefined>> {
    const previous = currentEpoch(scope.db, conversation);
    const verified = await verify(scope, record);
    if (!verified.ok) return verified;
    const { change, epochId } = verified.value;
    const setting = {
      conversation,
      hub: scope.account.serverName,
      sender: record.sender,
      before: stateBefore(scope.db, conversation, record, change.previous),
      directIdOf: directConversationId,
    };
    const broken = findBrokenRule(setting, change);
    if (broken) return refuse('verification-failed', { detail: broken.detail });
    if (epochId === epochOf(scope.db, conversation, change.epoch)?.id) return ok(undefined);
    const key = await openEpochKey(change, scope.account.address, scope.account.mailboxKeys);
    putEpoch(scope.db, conversation, {
      epoch: change.epoch,
      id: epochId,
      seq: record.seq,
      at: record.at,
      key,
      members: change.members.map(({ address, role, generation }) => ({ address, role, generation })),
    });
    setKind(scope.db, conversation, change.kind);
    if (previous) learned.set(epochId, scope.clock.now());
    return ok(undefined);
  }

  async function refresh(conversation: ConversationId): Promise<Result<undefined>> {
    // The server may show the one that was altered as it was signed by now.
    for (let afterEpoch = newestGenuineEpoch(scope.db, conversation); ; ) {
      const answer = await scope.connection.request('conversations:changes', { conversation, afterEpoch });
      if (!answer.ok) return answer;
      const { page, more } = answer.value;
      const applied = await applyAll(conversation, afterEpoch, page);
      const newest = currentEpoch(scope.db, conversation)?.epoch ?? 0;
      if (!applied.ok || !more || newest <= afterEpoch) return applied;
      afterEpoch = newest;
    }
  }

  async function applyAll(
    conversation: ConversationId,
    afterEpoch: number,
    page: Uint8Array,
  ): Promise<Result<undefined>> {
    const records = decodePage(page) ?? [page];
    for (const [index, encoded] of records.entries()) {
      const record = decodeRecord(encoded);
      const applied = record?.kind === 'change' ? await apply(conversation, record) : notAChange;
      const isAltered = !applied.ok && applied.code === 'verification-failed' && !applied.facts?.user;
      if (isAltered) passOver(scope, changes, conversation, { epoch: afterEpoch + 1 + index, encoded });
      if (!applied.ok && !isAltered) return applied;
      if (conversationOf(scope.db, conversation)?.stopped) return refuse('history-changed');
    }
    return ok(undefined);
  }

  async function forSending(conversation: ConversationRow): Promise<Result<Epoch>> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const known = currentEpoch(scope.db, conversation.id);
      if (known && fresh.has(conversation.id) && !outdated(known)) return ok(known);
      const refreshed = await refresh(conversation.id);
      if (!refreshed.ok && refreshed.code !== 'no-such-conversation') return refreshed;
      const members = await scope.people.manifests(conversation.members);
      if (!members.ok) {
        // The member may be one of other conversations, too.
        fresh.clear();
        return members;
      }
      if (members.value.size < conversation.members.length) return refuse('no-such-user');
      fresh.add(conversation.id);
      const current = currentEpoch(scope.db, conversation.id);
      if (current && !outdated(current)) return ok(current);
      const made = await makeChange(scope, conversation, current, [...members.value.values()]);
      if (!made.ok && made.code !== 'version-conflict') return made;
    }
    // Instead of the altered change that it shows, the server has another one.
    if (!currentEpoch(scope.db, conversation.id)?.altered) return refuse('version-conflict');
    stopAtChange(scope, changes, conversation.id);
    return refuse('history-changed');
  }

  function outdated(epoch: Epoch): boolean {
    // One from far ahead was made by a clock that has been set right since.
    const age = Math.abs(scope.clock.now() - (learned.get(epoch.id) ?? epoch.at));
    if (epoch.key === undefined || age > MAXIMUM_AGE_MILLISECONDS) return true;
    return epoch.members.some(({ address, generation }) => {
      const manifest = scope.people.cachedManifest(address)?.manifest;
      if (!manifest || manifest.mailbox.generation > generation) return true;
      return manifest.devices.some(({ revoked }) => revoked && Date.parse(revoked) > epoch.at);
    });
  }

  return { apply, applyAll, refresh, forSending, forgetFreshness: () => fresh.clear() };
}

/** A device that isn't known yet may have been added since its account's manifest was fetched. */
async function verify(scope: Scope, record: LogRecord) {
  const author = record.sender;
  const attempt = () =>
    verifyChange(record.body, (who, device) => {
      const known = who === author ? scope.people.cachedManifest(author) : undefined;
      return known && deviceKey(known.manifest, device, record.at);
    });
  const first = attempt();
  if (first.ok) return first;
  const fetched = await scope.people.manifests([author]);
  return fetched.ok ? attempt() : fetched;
}

async function makeChange(
  scope: Scope,
  conversation: ConversationRow,
  current: Epoch | undefined,
  manifests: readonly VerifiedManifest[],
): Promise<Result<unknown>> {
  const { account } = scope;
  const made = await createChange({
    conversation: conversation.id,
    kind: changeKind.parse(conversation.kind),
    hub: account.serverName,
    epoch: (current?.epoch ?? 0) + 1,
    ...(current && { previous: current.id }),
    author: account.address,
    device: account.device,
    deviceSeed: account.deviceSeed,
    members: manifests.map((manifest) => ({ role: 'member', manifest })),
    at: new Date(scope.clock.now()),
  });
  return scope.connection.request('conversations:change', {
    conversation: conversation.id,
    change: made.bytes,
  });
}

/** Behind an altered change nothing here says which one has to be named as the one before. */
function stateBefore(
  db: Database,
  conversation: ConversationId,
  record: LogRecord,
  previous: Digest | undefined,
) {
  const known = epochBefore(db, conversation, record.seq);
  if (!known) return undefined;
  return {
    kind: conversationOf(db, conversation)?.kind,
    epoch: known.epoch,
    epochId: known.altered ? previous : known.id,
    members: known.members.map(({ address }) => address),
  };
}
