import { resolve } from 'node:path';
import type { Message } from '../../engine/api/api.ts';
import { writeFileAtomically } from '../../node/atomic-file.ts';
import { plainTitle } from '../chat/lines/plain-title.ts';
import { visibleText } from '../chat/screen/visible-text.ts';
import { type Command, CommandFailure, exitCodes, takeWords, WrongUsage } from '../command.ts';
import { namedConversation } from '../session/named-conversation.ts';
import { sessionFlags, withStoredSession } from '../session/stored-session.ts';
import { wordsOfEnvironment } from '../session/words.ts';
import { htmlPage } from './html-page.ts';
import { allMessages, signedExport } from './signed-export.ts';
import { fingerprintOfFile } from './verify.ts';

export const exportConversation: Command = {
  synopsis: 'export <conversation> --html|--json [flags]',
  about:
    'Write a conversation down: as a page that needs nothing from anywhere, or as JSON that parley verify-export can\ncheck. What is odd in it is listed on stderr, and ends it with 3. docs/export.md says what a file proves.',
  flags: {
    html: { about: 'a page to read' },
    json: { about: 'with the signatures; needs the server' },
    output: { value: 'file', about: 'where to write it (stdout)' },
    ...sessionFlags,
  },
  examples: ['export Chess --html --output chess.html', 'export @ana --json > ana.json'],
  async run({ flags, words }) {
    const [typed] = takeWords(words, 'conversation');
    if ((flags.html === true) === (flags.json === true)) throw new WrongUsage('Give --html or --json.');
    const { text } = wordsOfEnvironment();
    await withStoredSession(flags, async (session) => {
      const conversation = await namedConversation(session, typed, text);
      const { messages, remarks } = await allMessages(session, conversation);
      const title = plainTitle(conversation, text);
      const { own, status } = session;
      const content =
        flags.json === true
          ? `${JSON.stringify(await signedExport(session, { ...conversation, title }, messages))}\n`
          : htmlPage({ title, own, status, messages, text, exportedAt: new Date() });
      await write(content, flags.output);
      const odd = [...remarks, ...messages.flatMap(oddness)];
      for (const one of odd) process.stderr.write(`${visibleText(one)}\n`);
      if (odd.length > 0) {
        throw new CommandFailure(`Exported, with ${odd.length} of them odd.`, { exitCode: exitCodes.partly });
      }
    });
  },
};

function oddness(message: Message): readonly string[] {
  const { seq, sender, kind, reason, code } = message;
  const isOdd =
    kind === 'unreadable' || code === 'not-on-server' || code === 'other-history' || seq === undefined;
  return isOdd ? [`Message ${seq ?? '(not sent)'} by ${sender}: ${reason ?? kind}`] : [];
}

/** To a file that only this user can read, or to stdout; with its fingerprint on stderr. */
async function write(content: string, output: unknown): Promise<void> {
  const bytes = Buffer.from(content);
  process.stderr.write(`SHA-256: ${fingerprintOfFile(bytes)}\n`);
  if (typeof output === 'string') return writeFileAtomically(resolve(output), bytes);
  const { promise, resolve: done } = Promise.withResolvers<void>();
  process.stdout.write(bytes, () => done());
  await promise;
}
