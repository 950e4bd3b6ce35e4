import { z } from 'zod';
import { limits } from '../../protocol/limits.ts';
import { paintFor } from '../chat/screen/line.ts';
import { type Command, CommandFailure, parseFlags, takeWords } from '../command.ts';
import { stopSignal } from '../server/stop-signal.ts';
import { namedConversation } from '../session/named-conversation.ts';
import { sessionFlags, withStoredSession } from '../session/stored-session.ts';
import { wordsOfEnvironment } from '../session/words.ts';
import { follow } from './follow.ts';
import { jsonPrinter, linePrinter } from './message-printer.ts';

const flags = z.object({
  last: z.coerce
    .number('a number')
    .int('a whole number')
    .min(0, 'a number from 0 on')
    .max(limits.pageRecords, `at most ${limits.pageRecords}`)
    .default(10),
});

export const tail: Command = {
  synopsis: 'tail <conversation> [flags]',
  about:
    'Print the last messages of a conversation and follow what comes, until Ctrl-C or until the reader of the output\ngoes away. What is edited, deleted or reacted to is printed once more. Nothing is marked as read.',
  flags: {
    ...sessionFlags,
    last: { value: 'number', about: 'how many messages to begin with (10)' },
    json: { about: 'print a message a line as JSON, as in docs/rpc.md' },
    plain: { about: 'no colours; NO_COLOR does the same' },
  },
  examples: ['tail Lobby', 'tail @ana --last 0 --json | jq -r .text'],
  async run({ flags: given, words }) {
    const [typed] = takeWords(words, 'conversation');
    const { last } = parseFlags(flags, given);
    const { stdout } = process;
    const gone = new AbortController();
    // A reader that goes away is a way of saying goodbye.
    stdout.on('error', () => gone.abort());
    const stop = AbortSignal.any([gone.signal, stopSignal()]);
    const { text, words: terminal } = wordsOfEnvironment();
    await withStoredSession(given, async (session) => {
      const conversation = await namedConversation(session, typed, text);
      const { own, status } = session;
      const blocked = await session.engine.call('blocked', undefined);
      const lines = { text, words: terminal, own, status, blocked: new Set(blocked.ok ? blocked.value : []) };
      const columns = stdout.isTTY ? stdout.columns : undefined;
      const print =
        given.json === true
          ? jsonPrinter()
          : linePrinter(lines, paintFor(stdout, given.plain === true), columns);
      const write = (printed: string) => void (stdout.writable && stdout.write(printed));
      const ended = await follow(session.engine, conversation.id, {
        ...{ last, stop },
        print: (message) => write(print(message)),
        say: (sentence) => void process.stderr.write(`${sentence}\n`),
      });
      if (ended) throw new CommandFailure(ended);
    });
  },
};
