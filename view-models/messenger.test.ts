import { expect, test } from 'vitest';
import type { Conversation } from '../engine/api/api.ts';
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

const fromCarol: Conversation = {
  ...{ id: 'carol' as Conversation['id'], kind: 'direct', title: 'carol', members: [], unread: 0 },
  request: { from: 'carol', since: '2026-11-30T12:00:00.000Z' },
};

test('a request is no conversation until it is accepted, and neither once it is gone', async () => {
  const engine = createScriptedEngine({
    status: async () => ok({ state: 'online', server: '', unread: 0 }),
    conversations: async () => ok([]),
    requests: async () => ok([fromCarol]),
    blocked: async () => ok(['dave']),
    people: async () => ok([]),
  });
  const messenger = createMessenger(engine);
  await expect.poll(() => messenger.get().requests).toEqual([fromCarol]);
  expect(messenger.get()).toMatchObject({ conversations: [], blocked: new Set(['dave']) });
  const { request: _, ...accepted } = fromCarol;
  engine.emit('conversation', { conversation: accepted });
  expect(messenger.get()).toMatchObject({ conversations: [accepted], requests: [] });
  engine.emit('conversation', { conversation: fromCarol });
  expect(messenger.get()).toMatchObject({ conversations: [], requests: [fromCarol] });
  engine.emit('blocked', { users: ['carol'] });
  engine.emit('conversationRemoved', { conversation: fromCarol.id });
  expect(messenger.get()).toMatchObject({ conversations: [], requests: [], blocked: new Set(['carol']) });
});

test('a conversation that the engine has removed is no longer listed', async () => {
  const [gone, kept] = [
    { id: 'gone', title: 'Gone' },
    { id: 'kept', title: 'Kept' },
  ] as unknown as readonly [Conversation, Conversation];
  const engine = createScriptedEngine({
    conversations: async () => ok([gone, kept]),
    status: async () => ok({ state: 'online', presence: 'normal', server: '', unread: 0 }),
    requests: async () => ok([]),
    blocked: async () => ok([]),
    people: async () => ok([]),
  });
  const messenger = createMessenger(engine);
  await expect.poll(() => messenger.get().conversations).toHaveLength(2);
  engine.emit('conversationRemoved', { conversation: gone.id });
  expect(messenger.get().conversations).toEqual([kept]);
});
