import { expect, test, vi } from 'vitest';
import { refuse } from '../../protocol/errors.ts';
import { conversationId } from '../../protocol/ids.ts';
import { temporaryDatabase } from '../../test/support/database.ts';
import { manualClock } from '../../test/support/manual-clock.ts';
import { addConversation } from '../conversations/conversation-table.ts';
import { FOR_EVER, listDecisions, mergeDecisions, mutedUntil } from '../decisions/decision-table.ts';
import { Mutes } from './mutes.ts';

const [first, second] = [conversationId.parse('c'.repeat(43)), conversationId.parse('d'.repeat(43))];
const HOUR = 3_600_000;

async function startMutes() {
  const db = await temporaryDatabase();
  const clock = manualClock();
  for (const id of [first, second]) addConversation(db, id, 'direct', []);
  const noteDecision = vi.fn();
  const changed: string[] = [];
  // Of the marks only this is called.
  const dependencies = { db, clock, marks: { noteDecision } } as unknown as ConstructorParameters<
    typeof Mutes
  >[0];
  const start = () => new Mutes(dependencies, { changed: ({ conversation }) => changed.push(conversation) });
  const hence = (hours: number) => new Date(clock.now() + hours * HOUR).toISOString();
  return { db, clock, noteDecision, changed, start, hence };
}

test('a conversation is shown as changed when it is muted, when that ends, and when the user unmutes it', async () => {
  const { clock, noteDecision, changed, start, hence } = await startMutes();
  const mutes = start();
  mutes.mute({ conversation: first, until: hence(1) });
  mutes.mute({ conversation: second });
  expect(changed.splice(0)).toEqual([first, second]);
  clock.advance(HOUR - 1);
  expect(changed).toEqual([]);
  clock.advance(1);
  expect(changed.splice(0)).toEqual([first]);
  clock.advance(1_000 * HOUR);
  mutes.unmute({ conversation: second });
  expect(changed).toEqual([second]);
  expect(noteDecision).toHaveBeenCalledTimes(3);
});

test('one that lasts for months ends on its day, also after a restart', async () => {
  const { db, clock, changed, start, hence } = await startMutes();
  const months = 100 * 24;
  const before = start();
  before.mute({ conversation: first, until: hence(months) });
  before.close();
  start();
  changed.length = 0;
  clock.advance(months * HOUR - 1);
  expect(changed).toEqual([]);
  expect(mutedUntil(db, first)).toBeGreaterThan(clock.now());
  clock.advance(1);
  expect(changed).toEqual([first]);
});

test('what another device decides is taken over, the later decision whichever it is', async () => {
  const [laptop, phone] = [await startMutes(), await startMutes()];
  const [here, there] = [laptop.start(), phone.start()];
  there.mute({ conversation: first });
  mergeDecisions(laptop.db, listDecisions(phone.db));
  here.review();
  expect(laptop.changed.splice(0)).toEqual([first]);
  expect(mutedUntil(laptop.db, first)).toBe(FOR_EVER);
  here.unmute({ conversation: first });
  mergeDecisions(laptop.db, listDecisions(phone.db));
  expect(mutedUntil(laptop.db, first)).toBe(0);
});

test('a conversation that isn’t here is not muted', async () => {
  const mutes = (await startMutes()).start();
  const conversation = conversationId.parse('e'.repeat(43));
  expect(mutes.mute({ conversation })).toEqual(refuse('no-such-conversation'));
});
