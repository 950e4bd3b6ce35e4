import { buffer } from 'node:stream/consumers';
import type { Conversation, Message } from '../../engine/api/api.ts';
import { decodeText, NotText } from '../../node/decode-text.ts';
import { isBlank } from '../../protocol/blank-text.ts';
import { refuse, sentenceFor } from '../../protocol/errors.ts';
import { roomFor } from '../../view-models/remaining-characters.ts';
import { type Command, CommandFailure, exitCodes, WrongUsage } from '../command.ts';
import { namedConversation } from '../session/named-conversation.ts';
import { failureOf, type StoredSession, sessionFlags, withStoredSession } from '../session/stored-session.ts';
import { wordsOfEnvironment } from '../session/words.ts';

export const send: Command = {
  synopsis: 'send <conversation> [<text>…] [flags]',
  about:
    'Send a message, from the arguments or from stdin, to a person (@ana), a group or the Lobby. Ends with 0 once\nthe server has it, and with 4 while it waits in the outbox: the next command with this profile sends it.',
  flags: {
    ...sessionFlags,
    file: { value: 'path', about: 'files can’t be sent yet' },
    json: { about: 'print the message as JSON, as in docs/rpc.md' },
  },
  examples: [
    'send @ana "The backup is done"',
    'send Lobby < report.txt',
    'send @ana --profile ./bot < report.txt',
  ],
  async run({ flags, words }) {
    const [typed, ...rest] = words;
    if (typed === undefined) throw new WrongUsage('The <conversation> is missing.');
    if (flags.file !== undefined) {
      throw new CommandFailure(
        `Files can’t be sent yet (not-supported). To send the text in it: parley send ${typed} < ${String(flags.file)}`,
      );
    }
    const text = rest.length > 0 ? rest.join(' ') : await textOnStdin();
    if (isBlank(text)) throw new CommandFailure('There is nothing to send: the text is empty.');
    const room = roomFor(text);
    if (room < 0) throw new CommandFailure(wordsOfEnvironment().text.composer.tooLong(-room));
    await withStoredSession(flags, async (session) => {
      const conversation = await namedConversation(session, typed, wordsOfEnvironment().text);
      const message = await sendAndWait(session, conversation, text);
      if (flags.json === true) process.stdout.write(`${JSON.stringify(message)}\n`);
      if (message.state === 'failed') throw new CommandFailure(message.reason ?? sentenceFor('internal'));
      if (message.state === 'sending') throw await waitingFailure(session, conversation);
    });
  },
};

/** Without the line breaks at its end, which programs print and no one means. */
async function textOnStdin(): Promise<string> {
  if (process.stdin.isTTY) throw new WrongUsage('The <text> is missing.');
  try {
    return decodeText(await buffer(process.stdin)).trimEnd();
  } catch (error) {
    if (error instanceof NotText)
      throw new CommandFailure(
        'What is on stdin is not text in UTF-8, and files can’t be sent yet (not-supported).',
      );
    throw error;
  }
}

/** Returns the message as it is when the server has it, it has failed, or the patience is at its end. */
async function sendAndWait(
  { engine, patience, isOnline }: StoredSession,
  { id: conversation }: Conversation,
  text: string,
): Promise<Message> {
  const latest = new Map<string, Message>();
  const { promise, resolve } = Promise.withResolvers<void>();
  let sent: Message | undefined;
  const look = () => {
    if (sent && (latest.get(sent.id) ?? sent).state !== 'sending') resolve();
  };
  const stop = engine.on('message', ({ message }) => {
    latest.set(message.id, message);
    look();
  });
  const timer = setTimeout(resolve, isOnline ? patience : 0);
  try {
    const answer = await engine.call('send', { conversation, text });
    if (!answer.ok) throw failureOf(answer);
    sent = answer.value;
    look();
    await promise;
    return latest.get(sent.id) ?? sent;
  } finally {
    clearTimeout(timer);
    stop();
  }
}

/** Nothing is lost: it goes out as soon as Parley runs with this profile and nothing is in the way. */
async function waitingFailure({ engine }: StoredSession, { id }: Conversation): Promise<CommandFailure> {
  const known = await engine.call('conversations', undefined);
  const conversation = known.ok ? known.value.find((one) => one.id === id) : undefined;
  const [changed] = conversation?.keyChanges?.people ?? [];
  if (conversation?.stopped) return failureOf(refuse('history-changed'), exitCodes.waiting);
  if (changed) return failureOf(refuse('identity-changed', { user: changed.user }), exitCodes.waiting);
  const sentence =
    'The server can’t be reached. The message waits in the outbox: the next parley command with this profile sends it.';
  return new CommandFailure(sentence, { exitCode: exitCodes.waiting });
}
