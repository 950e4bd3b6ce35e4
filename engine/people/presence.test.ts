import { expect, test, vi } from 'vitest';
import type { Presence } from '../../protocol/accounts.ts';
import { ok, refuse } from '../../protocol/errors.ts';
import { type Address, address } from '../../protocol/ids.ts';
import { temporaryDatabase } from '../../test/support/database.ts';
import type { Connection } from '../connection/connection.ts';
import { createPresenceBook } from './presence.ts';

const name = (text: string): Address => address.parse(`${text}@parley.example`);
const [alice, bob, carol] = [name('alice'), name('bob'), name('carol')];

async function signedIn() {
  return { address: alice, database: await temporaryDatabase() };
}

/** A connection whose pages of the directory are waited for. */
function slowDirectory() {
  const pages: ((page: unknown) => void)[] = [];
  const statuses: unknown[] = [];
  let push: (payload: unknown) => void = () => undefined;
  const connection = {
    async request(request: string, { status }: { readonly status?: string }) {
      if (request === 'people:search') return new Promise((resolve) => pages.push(resolve));
      statuses.push(status);
      return ok({});
    },
    onPush: (_: string, listener: typeof push) => {
      push = listener;
      return () => undefined;
    },
  } as unknown as Connection; // What a book of presence asks for.
  return {
    connection,
    statuses,
    async page(here: readonly Address[], more = false) {
      await vi.waitFor(() => expect(pages).not.toHaveLength(0), 10_000);
      const people = here.map((one) => ({ address: one, status: 'normal' }));
      pages.shift()?.(ok({ people, more }));
    },
    push: (one: Address, status: Presence) => push({ changes: [{ address: one, status }] }),
  };
}

test('presence pushed while the list loads wins over the list', async () => {
  const directory = slowDirectory();
  const book = createPresenceBook(directory.connection, await signedIn());
  const loading = book.loadPresence();
  await directory.page([alice, bob], true);
  directory.push(bob, 'offline');
  await book.setStatus('dnd');
  await directory.page([carol]);
  expect(await loading).toEqual(ok(undefined));
  expect([alice, bob, carol].map(book.presenceOf)).toEqual(['dnd', 'offline', 'normal']);
  const again = book.loadPresence();
  await directory.page([bob]);
  await again;
  expect([alice, bob, carol].map(book.presenceOf)).toEqual(['offline', 'normal', 'offline']);
});

test('of two concurrent loads the later one wins', async () => {
  const directory = slowDirectory();
  const book = createPresenceBook(directory.connection, await signedIn());
  const loading = [book.loadPresence(), book.loadPresence()];
  directory.push(bob, 'away');
  await directory.page([carol]);
  await directory.page([alice]);
  await Promise.all(loading);
  expect([alice, bob, carol].map(book.presenceOf)).toEqual(['normal', 'away', 'offline']);
});

test('a status set offline survives a restart and reaches the server once online', async () => {
  const database = await temporaryDatabase();
  const account = { address: alice, database };
  const offline = { request: async () => refuse('server-unreachable'), onPush: () => () => undefined };
  const before = createPresenceBook(offline as unknown as Connection, account);
  expect(await before.setStatus('dnd')).toEqual(ok({}));
  expect(before.presenceOf(alice)).toBe('dnd');

  const directory = slowDirectory();
  const book = createPresenceBook(directory.connection, account);
  expect(book.presenceOf(alice)).toBe('dnd');
  const loading = book.loadPresence();
  await directory.page([alice]);
  await loading;
  const again = book.loadPresence();
  await directory.page([alice]);
  await again;
  expect(directory.statuses).toEqual(['dnd']);
});
