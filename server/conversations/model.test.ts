// Random frames, marks, holds and restarts, compared with the simplest model that could be right.

import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { nextLogHash } from '../../node/log-hash.ts';
import { toBase64url } from '../../protocol/bytes.ts';
import { decodeFrameHeader } from '../../protocol/frames.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import { decodePage, decodeRecord } from '../../protocol/records.ts';
import {
  type ConversationServer,
  type ConversationUser,
  startConversations,
} from '../../test/support/conversation-server.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';

const who = fc.constantFrom('alice', 'bob');
type Name = 'alice' | 'bob';

const offered = fc.record({ who, counts: fc.boolean(), repeated: fc.boolean() });
const step = fc.oneof(
  fc.record({ do: fc.constant('talk' as const), frames: fc.array(offered, { maxLength: 40, size: 'max' }) }),
  fc.record({ do: fc.constant('mark' as const), who, share: fc.integer({ min: 0, max: 12 }) }),
  fc.record({ do: fc.constant('status' as const), who, status: fc.constantFrom('dnd', 'normal') }),
  fc.record({ do: fc.constant('restart' as const), how: fc.constantFrom('stop', 'crash') }),
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

interface Sent {
  readonly sender: Name;
  readonly counts: boolean;
  readonly frame: Uint8Array;
}

/** The log after the change that made the conversation, and per person what they see of it. */
class Model {
  readonly sent: Sent[] = [];
  readonly read = { alice: 0, bob: 0 };
  readonly undisturbed = { alice: false, bob: false };
  readonly withheldFrom: { alice?: number; bob?: number } = {};

  say(one: Sent): void {
    this.sent.push(one);
    const other = one.sender === 'alice' ? 'bob' : 'alice';
    delete this.withheldFrom[one.sender];
    if (this.undisturbed[other]) this.withheldFrom[other] ??= this.sent.length + 1;
  }

  head(name: Name): number {
    return (this.withheldFrom[name] ?? this.sent.length + 2) - 1;
  }

  unread(name: Name): number {
    return this.sent.filter(
      ({ sender, counts }, index) =>
        counts && sender !== name && index + 2 > this.read[name] && index + 2 <= this.head(name),
    ).length;
  }
}

class World {
  readonly #folder: string;
  readonly #model = new Model();
  #server: ConversationServer;
  #people: Record<Name, ConversationUser>;
  readonly #conversation: ConversationId;

  constructor(
    folder: string,
    server: ConversationServer,
    people: Record<Name, ConversationUser>,
    id: ConversationId,
  ) {
    this.#folder = folder;
    this.#server = server;
    this.#people = people;
    this.#conversation = id;
  }

  async take(next: Step): Promise<void> {
    if (next.do === 'talk') await this.#talk(next.frames);
    if (next.do === 'mark') await this.#mark(next.who, next.share);
    if (next.do === 'status') await this.#setStatus(next.who, next.status);
    if (next.do === 'restart') await this.#restart(next.how);
    await this.#compare();
  }

  /** All at once; the answers say in which order. A repeated frame must get the answer it got before. */
  async #talk(all: readonly (typeof offered extends fc.Arbitrary<infer One> ? One : never)[]): Promise<void> {
    const conversation = this.#conversation;
    const sent = all.map(({ who: sender, counts, repeated }) => {
      const before = repeated ? this.#model.sent.findLastIndex((one) => one.sender === sender) : -1;
      const frame =
        this.#model.sent[before]?.frame ??
        this.#people[sender].sealed(conversation, { countsAsUnread: counts });
      return { sender, counts, frame, before };
    });
    const answers = await Promise.all(
      sent.map(({ sender, frame }) =>
        this.#people[sender].get('conversations:send', { conversation, frame }),
      ),
    );
    const placed = sent.map((one, index) => ({ ...one, seq: answers[index]?.seq ?? 0 }));
    for (const { before, seq } of placed) if (before >= 0) expect(seq).toBe(before + 2);
    const fresh = placed.filter(({ before }) => before < 0).sort((one, other) => one.seq - other.seq);
    for (const one of fresh) {
      expect(one.seq).toBe(this.#model.sent.length + 2);
      this.#model.say(one);
    }
  }

  async #mark(name: Name, share: number): Promise<void> {
    const read = Math.floor((this.#model.head(name) * share) / 10);
    const { conversations } = await this.#people[name].get('conversations:mark', {
      positions: [{ conversation: this.#conversation, read }],
    });
    this.#model.read[name] = Math.max(this.#model.read[name], Math.min(read, this.#model.head(name)));
    expect(conversations[0]?.unread).toBe(this.#model.unread(name));
  }

  async #setStatus(name: Name, status: 'dnd' | 'normal'): Promise<void> {
    await this.#people[name].get('people:set-status', { status });
    this.#model.undisturbed[name] = status === 'dnd';
    if (status === 'dnd') return;
    delete this.#model.withheldFrom[name];
    await vi.waitFor(async () => {
      const stored = await this.#server.store.list('memberships', this.#people[name].address);
      expect(stored.get(this.#conversation)).not.toHaveProperty('hold');
    }, 10_000);
  }

  async #restart(how: 'stop' | 'crash'): Promise<void> {
    await this.#server[how]();
    this.#server = await startConversations(this.#folder);
    const { alice, bob } = this.#people;
    this.#people = { alice: await alice.returnTo(this.#server), bob: await bob.returnTo(this.#server) };
  }

  async #compare(): Promise<void> {
    for (const [name, person] of Object.entries(this.#people) as [Name, ConversationUser][]) {
      expect(await person.summary(this.#conversation), name).toMatchObject({
        head: this.#model.head(name),
        read: this.#model.read[name],
        unread: this.#model.unread(name),
      });
    }
  }

  /** Reads the log page by page: dense, chained, every message once and as it was sent. */
  async finish(): Promise<void> {
    for (const name of ['alice', 'bob'] as const) await this.#setStatus(name, 'normal');
    const reader = this.#people.alice;
    let running: Uint8Array = new Uint8Array(32);
    const frames: Uint8Array[] = [];
    for (let after = 0, more = true; more; ) {
      const request = { conversation: this.#conversation, after, limit: 61 };
      const answer = await reader.get('conversations:history', request);
      expect(answer.hashBefore).toBe(toBase64url(running));
      for (const encoded of decodePage(answer.page) ?? []) {
        after += 1;
        const record = decodeRecord(encoded);
        expect(record?.seq).toBe(after);
        running = nextLogHash(running, encoded);
        if (record?.kind === 'frame') frames.push(record.body);
      }
      more = answer.more;
    }
    const ids = frames.map((frame) => decodeFrameHeader(frame)?.message);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(this.#model.sent.map(({ frame }) => decodeFrameHeader(frame)?.message));
    await this.#server.stop();
  }
}

async function createWorld(): Promise<World> {
  const folder = await temporaryFolder();
  const server = await startConversations(folder);
  const people = { alice: await server.person('alice'), bob: await server.person('bob') };
  return new World(folder, server, people, await people.alice.open([people.bob]));
}

test('positions, unread counts and hashes are those of the model', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30, size: 'max' }), async (steps) => {
      const world = await createWorld();
      for (const next of steps) await world.take(next as Step);
      await world.finish();
    }),
    { numRuns: 12 },
  );
}, 60_000);
