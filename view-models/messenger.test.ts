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
