import { expect, test } from 'vitest';
import { toBase64url } from '../../protocol/bytes.ts';
import { ok } from '../../protocol/errors.ts';
import { encodePage } from '../../protocol/records.ts';
import { accepted } from '../../test/support/computers.ts';
import { createIdentity } from '../../test/support/identities.ts';
import { readingDevice } from '../../test/support/reading-device.ts';
import { writeLog } from '../../test/support/written-log.ts';
import { newestRange } from '../history/log.ts';
import { createQueue } from '../queue.ts';
import type { Scope } from './scope.ts';
import { createSync } from './sync.ts';

/** Bob holds the newest of ten records; whatever he asks for, the server answers with those of a range. */
async function bobHoldsTheNewest(answer: readonly [first: number, last: number]) {
  const alice = await createIdentity('alice@home.example');
  const bob = await createIdentity('bob@home.example');
  const log = await writeLog(alice, bob);
  for (let nth = 2; nth <= 10; nth += 1) log.say(alice, `number ${nth}`);
  const { incoming, scope } = await readingDevice(bob, [alice, bob], log);
  const { conversation } = log;
  const records = ([first, last]: typeof answer) => log.records.slice(first - 1, last);
  accepted(await incoming.take(conversation, records([8, 10]), log.hashBefore(8), 'forward'));
  const page = encodePage(records(answer));
  const history = ok({ page, hashBefore: toBase64url(log.hashBefore(answer[0])) });
  const connection = {
    request: async (name: string) =>
      name === 'conversations:history'
        ? history
        : scope.connection.request('conversations:changes', {} as never),
  } as unknown as Scope['connection']; // What fetching asks for.
  const listener = { onMessages: () => undefined, onConversation: () => undefined };
  const sync = createSync({ ...scope, connection }, incoming, createQueue(), listener);
  const low = () => newestRange(scope.db, conversation)?.low;
  return { older: () => sync.older(conversation, 8), low };
}

test('older records join what is held', async () => {
  const { older, low } = await bobHoldsTheNewest([3, 7]);
  expect(await older()).toMatchObject({ ok: true });
  expect(low()).toBe(3);
});

test.each([
  ['the same records again', [8, 10]],
  ['records with others left out above them', [2, 5]],
] as const)('%s are no answer', async (_, answer) => {
  const { older, low } = await bobHoldsTheNewest(answer);
  expect(await older()).toMatchObject({ ok: false, code: 'verification-failed' });
  expect(low()).toBe(8);
});
