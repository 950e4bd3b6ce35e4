import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { address, splitAddress } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { startConversations } from '../../test/support/conversation-server.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { putBlob } from '../accounts/documents.ts';

const SECOND = limits.presenceBatchMilliseconds;

async function aliceAndBob() {
  const server = await startConversations(await temporaryFolder());
  onTestFinished(server.stop);
  const [alice, bob] = [await server.person('alice'), await server.person('bob')];
  return { server, alice, bob };
}

describe('the directory', () => {
  test('is searched in both names, without regard to case', async () => {
    const { server, alice } = await aliceAndBob();
    const entry = server.directory.find(alice.username)!;
    await server.directory.put({ ...entry, displayName: 'Ärgerlich Alice' });
    const found = async (query: string) =>
      (await alice.get('people:search', { query })).people.map(
        (person) => splitAddress(person.address).username,
      );
    expect(await found('ärg')).toEqual(['alice']);
    expect(await found('B')).toEqual(['bob']);
    expect(await found(' ｂｏ ')).toEqual(['bob']);
    expect(await found('')).toEqual(['alice', 'bob']);
    expect(await found('nobody')).toEqual([]);
  });

  test('is searched in whatever normal form a name and the query are written', async () => {
    const { server, alice } = await aliceAndBob();
    const entry = server.directory.find(alice.username)!;
    for (const displayName of ['Jörg Straße', 'Jo\u0308rg Straße']) {
      await server.directory.put({ ...entry, displayName });
      for (const query of ['JÖRG', 'jo\u0308rg', 'jorg', 'strasse', 'STRAẞE']) {
        expect((await alice.get('people:search', { query })).people).toMatchObject([{ displayName }]);
      }
    }
  });

  test('leaves out accounts that wait for their set-up', async () => {
    const { server, alice, bob } = await aliceAndBob();
    const entry = server.directory.find(bob.username)!;
    await server.directory.put({ ...entry, accountKey: undefined });
    expect((await alice.get('people:search', {})).people).toHaveLength(1);
    await server.directory.put(entry);
    expect((await alice.get('people:search', {})).people).toHaveLength(2);
  });

  test('goes on after a name, and can leave out offline users', async () => {
    const { server, alice, bob } = await aliceAndBob();
    server.connections.detach(bob.connection);
    const { people } = await alice.get('people:search', { after: alice.address });
    expect(people).toMatchObject([{ address: bob.address, status: 'offline' }]);
    expect((await alice.get('people:search', { onlineOnly: true })).people).toMatchObject([
      { address: alice.address, status: 'normal' },
    ]);
  });

  test('comes in pages', async () => {
    const { server, alice } = await aliceAndBob();
    const entry = server.directory.find(alice.username)!;
    const names = Array.from({ length: limits.peoplePage }, (_, index) => `carol${1_000 + index}`);
    await Promise.all(
      names.map((username) =>
        server.directory.put({ ...entry, username: username as typeof entry.username }),
      ),
    );
    const first = await alice.get('people:search', {});
    expect(first).toMatchObject({ more: true });
    const after = first.people.at(-1)!.address;
    const rest = await alice.get('people:search', { after });
    expect(rest.more).toBe(false);
    expect([...first.people, ...rest.people].map(({ address }) => splitAddress(address).username)).toEqual([
      'alice',
      'bob',
      ...names,
    ]);
  });

  test('hands out the manifests of those that exist', async () => {
    const { alice, bob } = await aliceAndBob();
    const addresses = [
      bob.address,
      ...['nobody@test.example', 'alice@elsewhere.example'].map((one) => address.parse(one)),
    ];
    const { manifests, answered } = await alice.get('people:manifests', { addresses });
    expect(manifests.map((one) => one.address)).toEqual([bob.address]);
    expect(answered).toBe(3);
  });

  test('hands out as many manifests as fit a page, and says how many', async () => {
    const { server, alice, bob } = await aliceAndBob();
    const entry = server.directory.find(bob.username)!;
    const large = new Uint8Array(limits.pageBytes / 2);
    await server.directory.put(entry, [putBlob('manifests', bob.username, large)]);
    const addresses = [bob, alice, bob, bob].map((one) => one.address);
    const { manifests, answered } = await alice.get('people:manifests', { addresses });
    expect(manifests.map((one) => one.address)).toEqual([bob.address, alice.address]);
    expect(answered).toBe(2);
  });
});

describe('6.2 presence', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  async function settled() {
    const world = await aliceAndBob();
    vi.advanceTimersByTime(SECOND);
    for (const { connection } of [world.alice, world.bob]) connection.pushes.splice(0);
    return world;
  }

  test('is pushed to everybody in one batch a second', async () => {
    const { server, alice, bob } = await settled();
    await alice.get('people:set-status', { status: 'away' });
    server.connections.detach(bob.connection);
    expect(alice.connection.pushes).toEqual([]);
    vi.advanceTimersByTime(SECOND);
    expect(alice.connection.take('people:presence')).toEqual([
      {
        changes: [
          { address: alice.address, status: 'away' },
          { address: bob.address, status: 'offline' },
        ],
      },
    ]);
  });

  test('that has changed back is not pushed, and no timer runs without a change', async () => {
    const { server, alice, bob } = await settled();
    const idle = vi.getTimerCount();
    await bob.get('people:set-status', { status: 'dnd' });
    server.connections.detach(bob.connection);
    server.connections.attach(bob.connection, bob.session);
    await bob.get('people:set-status', { status: 'normal' });
    expect(vi.getTimerCount()).toBe(idle + 1);
    vi.advanceTimersByTime(SECOND);
    expect(alice.connection.pushes).toEqual([]);
    expect(vi.getTimerCount()).toBe(idle);
  });

  test('is chosen in the directory', async () => {
    const { server, alice } = await settled();
    await alice.get('people:set-status', { status: 'dnd' });
    expect(server.directory.find(alice.username)?.status).toBe('dnd');
  });
});
