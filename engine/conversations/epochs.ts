// The keys of a conversation. An epoch is taken over only from a change that a listed device of its author has signed
// and that keeps the rulebook's rules; the server can withhold a change, never make one.
import { directConversationId } from '../../node/conversation-ids.ts';
import { changeKind } from '../../protocol/epoch-change.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import { findBrokenRule } from '../../protocol/membership-rules.ts';
import { decodePage, decodeRecord, type LogRecord } from '../../protocol/records.ts';
import type { Database } from '../database/database.ts';
import { createChange, openEpochKey, verifyChange } from '../encryption/epoch-changes.ts';
import { deviceKey, type VerifiedManifest } from '../encryption/manifests.ts';
import { type ConversationRow, findConversation, setKind } from './conversation-table.ts';
import type { ConversationDependencies } from './dependencies.ts';
import { type Epoch, findCurrentEpoch, putEpoch } from './epoch-table.ts';

const MAXIMUM_AGE_MILLISECONDS = 7 * 24 * 60 * 60 * 1_000;
const ATTEMPTS = 5;

export interface Epochs {
  /** Verifies a change record and takes its epoch over; one that is already known is left as it is. */
  apply(conversation: ConversationId, record: LogRecord): Promise<Result<undefined>>;
  /** The same for a page of them. */
  applyAll(conversation: ConversationId, page: Uint8Array): Promise<Result<undefined>>;
  /** Fetches and applies the changes after the newest one known here. */
  refresh(conversation: ConversationId): Promise<Result<undefined>>;
  /** The epoch to seal the next message under; makes a new one where there is none or it has served its time. */
  forSending(conversation: ConversationRow): Promise<Result<Epoch>>;
  /** Looks at the members' keys afresh before the next message. */
  forgetFreshness(): void;
}

export function createEpochs(dependencies: ConversationDependencies): Epochs {
  const fresh = new Set<ConversationId>();
  /** By our own clock, for epochs that came while we ran: one that is wrong by weeks must not call each of them old. */
  const learned = new Map<Epoch['id'], number>();

  async function apply(conversation: ConversationId, record: LogRecord): Promise<Result<undefined>> {
    const previous = findCurrentEpoch(dependencies.db, conversation);
    const verified = await verify(dependencies, record);
    if (!verified.ok) return verified;
    const { change, epochId } = verified.value;
    const setting = {
      conversation,
      hub: dependencies.account.serverName,
      sender: record.sender,
      before: stateBefore(dependencies.db, conversation, record, previous),
      directIdOf: directConversationId,
    };
    const broken = findBrokenRule(setting, change);
    if (broken) return refuse('verification-failed', { detail: broken.detail });
    if (epochId === previous?.id) return ok(undefined);
    const key = await openEpochKey(change, dependencies.account.address, dependencies.account.mailboxKeys);
    putEpoch(dependencies.db, conversation, {
      epoch: change.epoch,
      id: epochId,
      seq: record.seq,
      at: record.at,
      key,
      members: change.members.map(({ address, role, generation }) => ({ address, role, generation })),
    });
    setKind(dependencies.db, conversation, change.kind);
    if (previous) learned.set(epochId, dependencies.clock.now());
    return ok(undefined);
  }

  async function refresh(conversation: ConversationId): Promise<Result<undefined>> {
    for (;;) {
      const afterEpoch = findCurrentEpoch(dependencies.db, conversation)?.epoch ?? 0;
      const answer = await dependencies.connection.request('conversations:changes', {
        conversation,
        afterEpoch,
      });
      if (!answer.ok) return answer;
      const { page, more } = answer.value;
      const applied = await applyAll(conversation, page);
      if (!applied.ok || !more || page.length === 0) return applied;
    }
  }

  async function applyAll(conversation: ConversationId, page: Uint8Array): Promise<Result<undefined>> {
    const records = decodePage(page)?.map(decodeRecord) ?? [undefined];
    for (const record of records) {
      if (record?.kind !== 'change') return refuse('verification-failed', { detail: 'not a change' });
      const applied = await apply(conversation, record);
      if (!applied.ok) return applied;
    }
    return ok(undefined);
  }

  async function forSending(conversation: ConversationRow): Promise<Result<Epoch>> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const known = findCurrentEpoch(dependencies.db, conversation.id);
      if (known && fresh.has(conversation.id) && !outdated(known)) return ok(known);
      const refreshed = await refresh(conversation.id);
      if (!refreshed.ok && refreshed.code !== 'no-such-conversation') return refreshed;
      const members = await dependencies.people.manifests(conversation.members);
      if (!members.ok) {
        // The member may be one of other conversations, too.
        fresh.clear();
        return members;
      }
      if (members.value.size < conversation.members.length) return refuse('no-such-user');
      fresh.add(conversation.id);
      const current = findCurrentEpoch(dependencies.db, conversation.id);
      if (current && !outdated(current)) return ok(current);
      const made = await makeChange(dependencies, conversation, current, [...members.value.values()]);
      if (!made.ok && made.code !== 'version-conflict') return made;
    }
    return refuse('version-conflict');
  }

  function outdated(epoch: Epoch): boolean {
    // One from far ahead was made by a clock that has been set right since.
    const age = Math.abs(dependencies.clock.now() - (learned.get(epoch.id) ?? epoch.at));
    if (epoch.key === undefined || age > MAXIMUM_AGE_MILLISECONDS) return true;
    return epoch.members.some(({ address, generation }) => {
      const manifest = dependencies.people.cachedManifest(address)?.manifest;
      if (!manifest || manifest.mailbox.generation > generation) return true;
      return manifest.devices.some(({ revoked }) => revoked && Date.parse(revoked) > epoch.at);
    });
  }

  return { apply, applyAll, refresh, forSending, forgetFreshness: () => fresh.clear() };
}

/** A device that isn't known yet may have been added since its account's manifest was fetched. */
async function verify(dependencies: ConversationDependencies, record: LogRecord) {
  const author = record.sender;
  const attempt = () =>
    verifyChange(record.body, (who, device) => {
      const known = who === author ? dependencies.people.cachedManifest(author) : undefined;
      return known && deviceKey(known.manifest, device, record.at);
    });
  const first = attempt();
  if (first.ok) return first;
  const fetched = await dependencies.people.manifests([author]);
  return fetched.ok ? attempt() : fetched;
}

async function makeChange(
  dependencies: ConversationDependencies,
  conversation: ConversationRow,
  current: Epoch | undefined,
  manifests: readonly VerifiedManifest[],
): Promise<Result<unknown>> {
  const { account } = dependencies;
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
    at: new Date(dependencies.clock.now()),
  });
  return dependencies.connection.request('conversations:change', {
    conversation: conversation.id,
    change: made.bytes,
  });
}

/** A change that is here already, or lies behind one that is, is not checked against what follows it. */
function stateBefore(
  db: Database,
  conversation: ConversationId,
  record: LogRecord,
  known: Epoch | undefined,
) {
  if (!known || record.seq <= known.seq) return undefined;
  return {
    kind: findConversation(db, conversation)?.kind,
    epoch: known.epoch,
    epochId: known.id,
    members: known.members.map(({ address }) => address),
  };
}
