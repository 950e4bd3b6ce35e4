import { expect, test } from 'vitest';
import type { Message } from '../../engine/api/api.ts';
import { conversationId, messageId } from '../../protocol/ids.ts';
import { createScriptedEngine } from '../../test/support/scripted-engine.ts';
import { createStore } from '../store.ts';
import { copiedText, createSelection, inOrder } from './selection.ts';

const conversation = conversationId.parse('c'.repeat(43));

function message(nth: number, more: Partial<Message> = {}): Message {
  return {
    id: messageId.parse(String(nth).padStart(22, 'A')),
    conversation,
    seq: nth,
    sender: 'bob',
    device: 'one',
    kind: 'text',
    text: `*${nth}*`,
    sentAt: `2026-12-01T12:00:0${nth}.000Z`,
    state: 'read',
    ...more,
  };
}

function selecting() {
  const engine = createScriptedEngine({});
  const place = createStore<{ readonly conversation: string | undefined }>({ conversation });
  const selection = createSelection(engine, place);
  const texts = () => {
    const selected = selection.get();
    return selected && inOrder(selected).map(({ text }) => text);
  };
  return { engine, place, selection, texts };
}

test('messages are selected in any order and shown in that of the conversation, what waits to be sent last', () => {
  const { selection, texts } = selecting();
  const { seq: _, ...waiting } = message(1);
  for (const one of [waiting, message(3), message(2), message(2)]) selection.add(one);
  expect(texts()).toEqual(['*2*', '*3*', '*1*']);
  selection.toggle(message(3));
  selection.toggle(message(4, { kind: 'deleted' }));
  expect(texts()).toEqual(['*2*', '*1*']);
});

test('a selection holds what a message says now, and loses what is deleted, gone, or elsewhere', () => {
  const { engine, place, selection, texts } = selecting();
  const begin = () => {
    for (const nth of [1, 2, 3]) selection.add(message(nth));
  };
  begin();
  engine.emit('message', { conversation, message: message(1, { text: 'edited' }) });
  engine.emit('message', { conversation, message: message(2, { kind: 'deleted' }) });
  engine.emit('message', { conversation, message: message(4) });
  expect(texts()).toEqual(['edited', '*3*']);
  engine.emit('messageRemoved', { conversation, message: message(3).id });
  engine.emit('messageRemoved', { conversation, message: message(1).id });
  expect(selection.get()).toBeUndefined();
  begin();
  place.set({ conversation: 'another' });
  expect(selection.get()).toBeUndefined();
  place.set({ conversation });
  begin();
  engine.emit('session', { state: 'signed-out' });
  expect(selection.get()).toBeUndefined();
});

test('copying gives back what was typed; of several messages with who and when', () => {
  const heading = ({ sender }: Message) => `${sender}, noon:`;
  const { text: _, ...locked } = message(2, { kind: 'locked', locked: 'U2FsdGVkX1' });
  expect(copiedText([message(1)], heading)).toBe('*1*');
  expect(copiedText([message(1), locked], heading)).toBe('bob, noon:\n*1*\n\nbob, noon:\nU2FsdGVkX1');
  expect(copiedText([], heading)).toBe('');
});
