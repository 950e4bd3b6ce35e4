import { expect, test } from 'vitest';
import type { Message } from '../engine/api/api.ts';
import { ok } from '../protocol/errors.ts';
import { conversationId } from '../protocol/ids.ts';
import { createScriptedEngine } from '../test/support/scripted-engine.ts';
import { createEditing } from './editing.ts';

const one = conversationId.parse('a'.repeat(43));
const other = conversationId.parse('b'.repeat(43));

function editingOf(messages: readonly object[]) {
  // Only what editing looks at.
  const history = async () => ok({ messages: messages as readonly Message[], more: false });
  const engine = createScriptedEngine({ history });
  return { engine, editing: createEditing(engine) };
}

test('the edit of a conversation that the engine has removed is given up, and no other', async () => {
  const written = { id: 'm'.repeat(22), sender: 'alice', kind: 'text', text: 'helo' };
  const { engine, editing } = editingOf([written]);
  for (const id of [one, other]) expect(await editing.begin(id, 'alice')).toBeUndefined();
  engine.emit('conversationRemoved', { conversation: one });
  expect([...editing.get().keys()]).toEqual([other]);
});

test('where one has written nothing, no edit begins, and the answer says why', async () => {
  const { editing } = editingOf([{ id: 'm'.repeat(22), sender: 'bob', kind: 'text', text: 'hello' }]);
  expect(await editing.begin(one, 'alice')).toMatchObject({ ok: false, code: 'no-such-message' });
  expect(editing.get().size).toBe(0);
});
