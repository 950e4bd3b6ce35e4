import { expect, test } from 'vitest';
import type { Conversation } from '../engine/api/api.ts';
import { createEvents } from '../engine/api/event-emitter.ts';
import { ok, type Result } from '../protocol/errors.ts';
import { createScriptedEngine } from '../test/support/scripted-engine.ts';
import { createMessenger } from './messenger.ts';

test('a status set while the conversations load is kept', async () => {
  const loaded = Promise.withResolvers<Result<readonly Conversation[]>>();
  let presence: 'normal' | 'dnd' = 'normal';
  const engine = createScriptedEngine({
    status: async () => ok({ state: 'online', presence, server: '', unread: 0 }),
    conversations: () => loaded.promise,
    setStatus: async () => {
      presence = 'dnd';
      return ok({});
    },
    people: async () =>
      ok([{ user: 'bob', displayName: '', status: 'normal', fingerprint: '', verified: false }]),
  });
  const messenger = createMessenger(engine);
  await new Promise(setImmediate);
  await messenger.setStatus('dnd');
  loaded.resolve(ok([]));
  await expect.poll(() => messenger.get().people.size).toBe(1);
  expect(messenger.get().status?.presence).toBe('dnd');
});

test('setStatus returns the refusal when the server could not be reached', async () => {
  const messenger = createMessenger(createScriptedEngine({}));
  expect(await messenger.setStatus('dnd')).toMatchObject({ code: 'server-unreachable' });
});

test('a conversation that the engine has removed is no longer listed', async () => {
  const [gone, kept] = [
    { id: 'gone', title: 'Gone' },
    { id: 'kept', title: 'Kept' },
  ] as unknown as readonly [Conversation, Conversation];
  const events = createEvents();
  const engine = createScriptedEngine(
    {
      conversations: async () => ok([gone, kept]),
      status: async () => ok({ state: 'online', presence: 'normal', server: '', unread: 0 }),
    },
    events,
  );
  const messenger = createMessenger(engine);
  await expect.poll(() => messenger.get().conversations).toHaveLength(2);
  events.emit('conversationRemoved', { conversation: gone.id });
  expect(messenger.get().conversations).toEqual([kept]);
});
