// A message under a passphrase, between two people: what each sees, and that the passphrase and the text are kept nowhere.
import { expect, test, vi } from 'vitest';
import { refuse } from '../protocol/errors.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { openTestEngine, password } from './support/test-engine.ts';
import { startTestServer } from './support/test-server.ts';
import { filesIn, tracesOf } from './support/traces.ts';
import { unwrap } from './support/unwrap.ts';

test('a locked message is opened by its passphrase alone, answered, reacted to and deleted, and never edited or found', async () => {
  const server = await startTestServer({ accounts: ['alice', 'bob'] });
  const folder = await temporaryFolder();
  const alice = await openTestEngine(server, { profileFolder: folder });
  unwrap(await alice.call('signIn', { username: 'alice', password }));
  const bob = await openTestEngine(server, {});
  unwrap(await bob.call('signIn', { username: 'bob', password }));
  const conversation = unwrap(await alice.call('openDirect', { user: 'bob' })).id;
  const secret = { passphrase: 'hippopotamus', hint: 'the animal' };
  const sent = unwrap(await alice.call('send', { conversation, text: 'rendezvous at midnight', secret }));
  expect(sent).toMatchObject({ kind: 'locked', hint: 'the animal', state: 'sending' });
  expect(sent).not.toHaveProperty('text');
  const { id: message } = sent;

  const seen = async () =>
    unwrap(await bob.call('history', { conversation })).messages.find(({ id }) => id === message);
  await vi.waitFor(async () => expect(await seen()).toMatchObject({ kind: 'locked' }), 10_000);
  const unlock = (passphrase: string) => bob.call('unlock', { conversation, message, passphrase });
  expect(await unlock('rhinoceros')).toEqual(refuse('wrong-passphrase'));
  expect(await unlock('hippopotamus')).toEqual({ ok: true, value: { text: 'rendezvous at midnight' } });
  expect(await alice.call('edit', { conversation, message, text: 'later' })).toEqual(refuse('not-allowed'));
  for (const text of ['rendezvous', 'Salted', 'animal', 'U2FsdGVk'])
    expect(unwrap(await bob.call('search', { text })).hits).toEqual([]);

  const answer = unwrap(await bob.call('send', { conversation, text: 'I will come', replyTo: message }));
  expect(answer.replyTo).toEqual({ id: message, sender: 'alice', kind: 'locked' });
  unwrap(await bob.call('react', { conversation, message, emoji: '👍' }));
  expect(await seen()).toMatchObject({ reactions: [{ emoji: '👍', own: true }] });
  expect(await bob.call('unlock', { conversation, message: answer.id, passphrase: 'x' })).toEqual(
    refuse('not-allowed'),
  );
  const blank = await alice.call('send', { conversation, text: ' ', secret });
  expect(blank).toMatchObject(refuse('bad-request', { detail: expect.any(String) }));
  const long = await alice.call('send', { conversation, text: 'x'.repeat(30_000), secret });
  expect(long).toMatchObject({ ok: false, code: 'too-large' });

  unwrap(await alice.call('delete', { conversation, message }));
  await vi.waitFor(async () => expect(await seen()).toMatchObject({ kind: 'deleted' }), 10_000);
  expect(await seen()).not.toHaveProperty('locked');
  expect(await unlock('hippopotamus')).toEqual(refuse('not-allowed'));
  await alice.close();
  const places = await filesIn(folder, server.dataFolder);
  for (const kept of ['hippopotamus', 'rendezvous']) expect(tracesOf(kept, places)).toEqual([]);
});
