// What every bus has to do, whatever carries it: each implementation runs this suite. A bus of several nodes gives two
// of them, the bus of one process itself twice.
import { describe, expect, test, vi } from 'vitest';
import { address, conversationId, deviceId, username } from '../../protocol/ids.ts';
import type { Bus } from './bus.ts';
import type { Session } from './connections.ts';

export interface ConnectionUnderTest {
  readonly id: string;
  /** What its client has got, in order. */
  readonly pushes: readonly { readonly name: string; readonly payload: unknown }[];
  /** Why its session has ended, once its client knows. */
  endReason(): unknown;
  isOpen(): boolean;
  disconnect(): void;
}

export interface NodeUnderTest {
  readonly bus: Bus;
  /** A client's connection to this node, with a session. */
  connect(session: Session): Promise<ConnectionUnderTest>;
}

export interface BusUnderTest {
  readonly here: NodeUnderTest;
  readonly there: NodeUnderTest;
}

const [alice, bob] = [username.parse('alice'), username.parse('bob')];
const conversation = conversationId.parse('c'.repeat(43));
const payload = {
  conversation,
  address: address.parse('bob@home.example'),
  received: 2,
  read: 1,
};
const pushed = { name: 'conversations:positions', payload };

function sessionOf(name: typeof alice, id = `${name}’s session`): Session {
  return { id, username: name, device: deviceId.parse('d'.repeat(22)) };
}

export function describeBus(name: string, open: () => Promise<BusUnderTest>): void {
  describe(name, () => {
    describePushes(open);
    describePresence(open);
    describeSessions(open);
    describeInvalidation(open);
  });
}

function describePushes(open: () => Promise<BusUnderTest>): void {
  test('a push reaches every connection of its account, on every node, and no other account', async () => {
    const { here, there } = await open();
    const near = await here.connect(sessionOf(alice, 'near'));
    const far = await there.connect(sessionOf(alice, 'far'));
    const other = await there.connect(sessionOf(bob));
    here.bus.push(alice, 'conversations:positions', payload);
    here.bus.push(bob, 'people:presence', { changes: [] });
    await vi.waitFor(() => expect([near.pushes, far.pushes]).toEqual([[pushed], [pushed]]));
    await vi.waitFor(() =>
      expect(other.pushes).toEqual([{ name: 'people:presence', payload: { changes: [] } }]),
    );
  });

  test('a push to all reaches every connection but the excepted one', async () => {
    const { here, there } = await open();
    const near = await here.connect(sessionOf(alice));
    const far = await there.connect(sessionOf(bob));
    here.bus.pushToAll('conversations:positions', payload, near.id);
    here.bus.push(alice, 'conversations:positions', payload, near.id);
    there.bus.pushToAll('people:presence', { changes: [] });
    await vi.waitFor(() => expect(far.pushes).toHaveLength(2));
    await vi.waitFor(() =>
      expect(near.pushes).toEqual([{ name: 'people:presence', payload: { changes: [] } }]),
    );
  });

  test('the pushes of one caller arrive in the order of the calls', async () => {
    const { here, there } = await open();
    const far = await there.connect(sessionOf(alice));
    const sent = Array.from({ length: 50 }, (_, read) => ({ ...payload, read }));
    for (const one of sent) here.bus.push(alice, 'conversations:positions', one);
    await vi.waitFor(() => expect(far.pushes.map((push) => push.payload)).toEqual(sent));
  });
}

function describePresence(open: () => Promise<BusUnderTest>): void {
  test('an account is present while one of its connections is, and each change is announced once', async () => {
    const { here, there } = await open();
    const changes: boolean[] = [];
    here.bus.onPresence((who) => {
      if (who === alice) changes.push(here.bus.isPresent(alice));
    });
    const first = await there.connect(sessionOf(alice, 'first'));
    await vi.waitFor(() => expect(here.bus.isPresent(alice)).toBe(true));
    const second = await there.connect(sessionOf(alice, 'second'));
    first.disconnect();
    second.disconnect();
    await vi.waitFor(() => expect(here.bus.isPresent(alice)).toBe(false));
    expect(changes).toEqual([true, false]);
  });

  test('every node knows an account’s sessions and the addresses they are connected from', async () => {
    const { here, there } = await open();
    const far = await there.connect(sessionOf(alice));
    const known = () =>
      here.bus
        .connectedSessions(alice)
        .map(({ id, remoteAddress, session }) => [id, remoteAddress, session.id]);
    await vi.waitFor(() => expect(known()).toEqual([[far.id, '127.0.0.1', 'alice’s session']]));
    expect(here.bus.connectedSessions(bob)).toEqual([]);
  });
}

function describeSessions(open: () => Promise<BusUnderTest>): void {
  test('ending a session with a reason closes its connections, and none of another session', async () => {
    const { here, there } = await open();
    const ended = await there.connect(sessionOf(alice, 'ended'));
    const other = await there.connect(sessionOf(alice, 'other'));
    here.bus.endSession(sessionOf(alice, 'ended'), 'revoked');
    await vi.waitFor(() => expect([ended.endReason(), ended.isOpen()]).toEqual(['revoked', false]));
    expect(here.bus.connectedSessions(alice).map(({ id }) => id)).toEqual([other.id]);
    expect([other.endReason(), other.isOpen()]).toEqual([undefined, true]);
  });

  test('ending a session without a reason leaves its connection open, which gets no more pushes', async () => {
    const { here, there } = await open();
    const ended = await there.connect(sessionOf(alice, 'ended'));
    const other = await there.connect(sessionOf(alice, 'other'));
    here.bus.endSession(sessionOf(alice, 'ended'));
    here.bus.push(alice, 'conversations:positions', payload);
    await vi.waitFor(() => expect(other.pushes).toEqual([pushed]));
    await vi.waitFor(() => expect(here.bus.connectedSessions(alice).map(({ id }) => id)).toEqual([other.id]));
    expect([ended.endReason(), ended.isOpen(), ended.pushes]).toEqual([undefined, true, []]);
  });
}

function describeInvalidation(open: () => Promise<BusUnderTest>): void {
  test('an invalidated account is announced on every node, at once on the one that invalidates', async () => {
    const { here, there } = await open();
    const [near, far]: [string[], string[]] = [[], []];
    here.bus.onInvalidated((who) => near.push(who));
    there.bus.onInvalidated((who) => far.push(who));
    here.bus.invalidate(alice);
    expect(near).toEqual([alice]);
    await vi.waitFor(() => expect(far).toEqual([alice]));
  });
}
