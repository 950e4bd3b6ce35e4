import { expect, test } from 'vitest';
import type { MethodName } from '../engine/api/api.ts';
import { ok } from '../protocol/errors.ts';
import { conversationId } from '../protocol/ids.ts';
import { createScriptedEngine } from '../test/support/scripted-engine.ts';
import { createDrafts } from './drafts.ts';

const conversation = conversationId.parse('c'.repeat(43));

test('a line with a passphrase stays in the composer and is saved nowhere', async () => {
  const saved: string[] = [];
  let loads = 0;
  const engine = createScriptedEngine({
    async drafts() {
      loads += 1;
      return ok([]);
    },
  });
  const call = engine.call;
  engine.call = (async (method: MethodName, parameters: { readonly text: string }) => {
    if (method !== 'saveDraft') return call(method, parameters as never);
    saved.push(parameters.text);
    return ok({});
  }) as typeof call; // Only drafts are asked for.
  const drafts = createDrafts(engine);
  for (const line of ['/secre', '/secret', '/secret bob hush', '／secret bob hush'])
    drafts.write(conversation, line);
  expect(saved).toEqual(['/secre', '', '', '']);
  const before = loads;
  engine.emit('session', { state: 'offline' });
  await expect.poll(() => loads).toBe(before + 1);
  expect(drafts.get().get(conversation)).toBe('／secret bob hush');
  drafts.write(conversation, 'a text');
  expect(saved.at(-1)).toBe('a text');
});
