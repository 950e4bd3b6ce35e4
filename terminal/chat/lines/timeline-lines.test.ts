import { expect, test } from 'vitest';
import type { Message } from '../../../engine/api/api.ts';
import type { ConversationId, MessageId } from '../../../protocol/ids.ts';
import { english } from '../../../text/english/english.ts';
import { drawn } from '../screen/line.ts';
import { nothingShown, type TimelineContext, timelineLines } from './timeline-lines.ts';

const context: TimelineContext = {
  ...{ text: { ...english.window, locale: 'en-GB' }, words: english.terminal, own: 'alice' },
  ...{ blocked: new Set(['eve']), now: new Date(2026, 10, 30, 15), showsStates: false, echoes: false },
};

function message(part: Omit<Partial<Message>, 'id'> & { readonly id?: string }): Message {
  return {
    ...{
      conversation: 'c' as ConversationId,
      seq: 1,
      sender: 'bob',
      device: 'd',
      kind: 'text',
      text: 'hello',
    },
    ...{ sentAt: new Date(2026, 10, 30, 14, 5).toISOString(), state: 'delivered' },
    ...part,
    id: (part.id ?? 'm1') as MessageId,
  };
}

/** The lines that each state of the conversation adds. */
function linesOf(
  states: readonly (readonly Message[])[],
  other: Partial<TimelineContext> = {},
  above?: string,
) {
  let shown = nothingShown;
  return states.map((messages) => {
    const divider = above === undefined ? undefined : { above, count: 2, seen: false };
    const drawing = timelineLines(shown, { messages, divider }, { ...context, ...other });
    shown = drawing.shown;
    return drawing.lines.map((line) => drawn(line, (_, text) => text));
  });
}

test('shows a heading for each day, and a line above the first unread message', () => {
  const old = message({ id: 'm0', seq: 1, sentAt: new Date(2026, 10, 29, 9, 30).toISOString() });
  const messages = [old, message({ seq: 2 }), message({ id: 'm2', seq: 3, sender: 'alice', text: 'hi' })];
  expect(linesOf([messages, messages], {}, 'm1')).toEqual([
    [
      '── Sunday 29 November ──',
      '09:30 bob: hello',
      '── Today ──',
      '── 2 new messages ──',
      '14:05 bob: hello',
      '14:05 You: hi',
    ],
    [],
  ]);
});

test('what says something else by now is shown once more', () => {
  const edited = message({ text: 'hello you', edited: new Date(2026, 10, 30, 14, 9).toISOString() });
  const deleted = message({ kind: 'deleted', deletedBy: 'bob' });
  expect(linesOf([[message({})], [edited], [deleted]]).slice(1)).toEqual([
    ['14:05 bob (edited): hello you'],
    ['14:05 bob: Deleted by bob.'],
  ]);
});

test('shows replies, and reactions when they change', () => {
  const reaction = { emoji: '👍', count: 2, users: ['alice', 'bob'] };
  const reply = message({
    ...{ id: 'm2', seq: 2, sender: 'alice', text: 'yes' },
    replyTo: { id: 'm1' as MessageId, sender: 'bob', kind: 'text', text: 'hello\nthere' },
  });
  const first = message({});
  expect(
    linesOf([
      [first, reply],
      [message({ reactions: [reaction] }), reply],
      [first, reply],
    ]),
  ).toEqual([
    ['── Today ──', '14:05 bob: hello', '      reply to bob: hello there', '14:05 You: yes'],
    ['      on “hello”: 👍 you and bob'],
    ['      on “hello”: no reactions any more'],
  ]);
});

test('states are lines only where no prompt shows them, unless a message failed', () => {
  const states = (['sending', 'sent', 'read'] as const).map((state) => [message({ sender: 'alice', state })]);
  expect(linesOf(states).slice(1)).toEqual([[], []]);
  expect(linesOf(states, { showsStates: true }).slice(1)).toEqual([['      sent'], ['      read']]);
  const failed = message({ sender: 'alice', state: 'failed', code: 'only-admins-post' });
  expect(linesOf([...states.slice(0, 1), [failed]])[1]).toEqual([
    `      not sent: ${english.window.errors['only-admins-post']}`,
  ]);
});

test('what the terminal has echoed is not shown again', () => {
  const { seq: _, ...typed } = message({ sender: 'alice', state: 'sending' });
  expect(linesOf([[typed], [message({ id: 'm2' })]], { echoes: true })).toEqual([
    ['── Today ──'],
    ['14:05 bob: hello'],
  ]);
});

test('hides what a blocked person writes, and says why a message can’t be read', () => {
  const messages = [
    message({ sender: 'eve', text: 'boo' }),
    message({ id: 'm2', kind: 'unreadable', code: 'no-key' }),
  ];
  expect(linesOf([messages])[0]?.slice(1)).toEqual([
    '14:05 eve: Message from a person you blocked',
    `14:05 bob: ${english.window.errors['no-key']}`,
  ]);
});

test('shows what members do in a group', () => {
  const event = message({ kind: 'system', sender: 'alice', events: [{ type: 'added', users: ['bob'] }] });
  expect(linesOf([[event]])[0]).toEqual(['── Today ──', '14:05 You added bob']);
});

test('a setting that was refused says so', () => {
  const events = [{ type: 'disappearing', seconds: 3_600 }] as const;
  const refused = message({ kind: 'system', sender: 'alice', events, state: 'failed', code: 'not-allowed' });
  const [lines] = linesOf([[refused]]);
  expect(lines?.at(-2)).toMatch(/^14:05 You .*disappear/);
  expect(lines?.at(-1)).toBe(`      not sent: ${english.window.errors['not-allowed']}`);
});

test('a line says that its message is forwarded, mentions the user, or is pinned', () => {
  const text = 'ask @alice';
  const [lines] = linesOf([[message({ text, mentions: ['alice'] })]], { pinned: new Set(['m1']) });
  expect(lines?.at(-1)).toBe('14:05 bob (pinned) (mentions you): ask @alice');
  const [passedOn] = linesOf([[message({ text: 'the key', forwarded: true })]]);
  expect(passedOn?.at(-1)).toBe('14:05 bob (forwarded): the key');
});
