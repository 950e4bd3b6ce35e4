import type { Conversation, Unread } from '../../engine/api/api.ts';
import { refuse } from '../../protocol/errors.ts';
import type { Catalogue } from '../../text/languages.ts';
import { plainTitle } from '../chat/lines/plain-title.ts';
import { visibleText } from '../chat/screen/visible-text.ts';
import { unreadSettled } from '../chat/session/settled.ts';
import { type Command, exitCodes, takeWords, textTable } from '../command.ts';
import { failureOf, sessionFlags, withStoredSession } from '../session/stored-session.ts';
import { wordsOfEnvironment } from '../session/words.ts';

export const unread: Command = {
  synopsis: 'unread [flags]',
  about:
    'Count unread messages: a line for each conversation that has some, and none where there are none. Ends with 4\nwhere the server can’t be reached, and then counts what is here.',
  flags: { ...sessionFlags, json: { about: 'print the counts as JSON, as in docs/rpc.md' } },
  examples: ['unread', 'unread --json --profile ./bot | jq .total'],
  async run({ flags, words }) {
    takeWords(words);
    const { text } = wordsOfEnvironment();
    await withStoredSession(flags, async ({ engine, isOnline }) => {
      if (isOnline) await unreadSettled(engine);
      const counted = await engine.call('unread', undefined);
      if (!counted.ok) throw failureOf(counted);
      const known = await engine.call('conversations', undefined);
      const table = unreadTable(counted.value, known.ok ? known.value : [], text);
      process.stdout.write(flags.json === true ? `${JSON.stringify(counted.value)}\n` : table);
      if (!isOnline) throw failureOf(refuse('server-unreachable'), exitCodes.waiting);
    });
  },
};

export function unreadTable(
  { conversations }: Unread,
  known: readonly Conversation[],
  text: Catalogue,
): string {
  const rows = conversations
    .filter(({ count }) => count > 0)
    .map(({ id, title, count, mentions = 0, muted }) => {
      const conversation = known.find((one) => one.id === id);
      const shown = visibleText(conversation ? plainTitle(conversation, text) : title).replaceAll('\n', ' ');
      const notes = [
        ...(mentions > 0 ? [text.conversations.mentionsYou(mentions)] : []),
        ...(muted ? [text.mute.muted.toLowerCase()] : []),
      ];
      return [String(count).padStart(5), shown, notes.join(', ')];
    });
  return textTable(rows);
}
