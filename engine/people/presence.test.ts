import { expect, test, vi } from 'vitest';
import type { Presence } from '../../protocol/accounts.ts';
import { ok } from '../../protocol/errors.ts';
import { type Username, username } from '../../protocol/ids.ts';
import type { Connection } from '../connection.ts';
import { createPresenceBook } from './presence.ts';

const name = (text: string): Username => username.parse(text);
const [alice, bob, carol] = [name('alice'), name('bob'), name('carol')];

/** A connection whose pages of the directory are waited for. */
function slowDirectory() {
  const pages: ((page: unknown) => void)[] = [];
  let push: (payload: unknown) => void = () => undefined;
  const connection = {
    request: (request: string) =>
      request === 'people:search' ? new Promise((resolve) => pages.push(resolve)) : Promise.resolve(ok({})),
    onPush: (_: string, listener: typeof push) => {
      push = listener;
      return () => undefined;
    },
  } as unknown as Connection; // What a book of presence asks for.
  return {
    connection,
    async page(here: readonly Username[], more = false) {
      const people = here.map((one) => ({ username: one, status: 'normal' }));
      pages.shift()?.(ok({ people, more }));
      // The next page is asked for as soon as this one has been read.
      if (more) await vi.waitFor(() => expect(pages).toHaveLength(1));
    },
    push: (one: Username, status: Presence) => push({ changes: [{ username: one, status }] }),
  };
}

test('what is told while the list loads stands against the list', async () => {
  const directory = slowDirectory();
  const book = createPresenceBook(directory.connection, alice);
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

test('of two lists the one that was asked for later counts', async () => {
  const directory = slowDirectory();
  const book = createPresenceBook(directory.connection, alice);
  const loading = [book.loadPresence(), book.loadPresence()];
  directory.push(bob, 'away');
  await directory.page([carol]);
  await directory.page([alice]);
  await Promise.all(loading);
  expect([alice, bob, carol].map(book.presenceOf)).toEqual(['normal', 'away', 'offline']);
});
