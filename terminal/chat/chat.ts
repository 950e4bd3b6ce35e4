import { z } from 'zod';
import type { EngineApi } from '../../engine/api/api.ts';
import { openEngine } from '../../engine/engine.ts';
import { sentenceFor } from '../../protocol/errors.ts';
import { parseServerLink, type ServerLink } from '../../protocol/server-link.ts';
import { type Command, CommandFailure, parseFlags, takeWords, WrongUsage } from '../command.ts';
import { stderrLogger } from '../logger.ts';
import { keyFileSource, passphraseSource } from '../rpc/key-source.ts';
import { stopSignal } from '../server/stop-signal.ts';
import { defaultProfileFolder } from '../session/profile-folder.ts';
import { wordsOfEnvironment } from '../session/words.ts';
import { bannerLines } from './banner.ts';
import type { ChatContext } from './chat-context.ts';
import { enter } from './entry/entry.ts';
import { line } from './screen/line.ts';
import { Screen } from './screen/screen.ts';
import { ChatSession } from './session/chat-session.ts';

const flags = z.object({
  profile: z.string().optional(),
  'passphrase-file': z.string().optional(),
  plain: z.boolean().optional(),
});

export const chat: Command = {
  synopsis: 'chat [<address or invite link>] [flags]',
  about:
    'Talk at the terminal, line by line: type a message, or /help for the commands. Ctrl-C, /quit or the end\nof the input ends it. docs/terminal.md lists the commands.',
  flags: {
    profile: {
      value: 'folder',
      about: 'where this device keeps its keys and history (one for each server, among your data)',
    },
    'passphrase-file': {
      value: 'file',
      about: 'its first line opens the profile; otherwise a key file in it does',
    },
    plain: { about: 'no colours; NO_COLOR does the same' },
  },
  examples: ['chat 127.0.0.1:5002', 'chat "parley://home.example:5002/?invite=…" --profile ./profiles/alice'],
  async run({ flags: given, words: typed }) {
    const wanted = parseFlags(flags, given);
    const { text, words } = wordsOfEnvironment();
    const { stdin, stdout, stderr } = process;
    const screen = new Screen({
      stdin,
      stdout,
      stderr,
      plain: wanted.plain === true,
      pasteMark: words.paste,
    });
    stopSignal().addEventListener('abort', () => screen.close());
    try {
      const address =
        typed.length === 0 ? await screen.ask(words.whichServer) : takeWords(typed, 'address')[0];
      if (address === undefined) return;
      const link = parseServerLink(address);
      if (!link) throw new WrongUsage(`“${address}” doesn’t look like a server address or invite link.`);
      screen.print(bannerLines({ screen, text, words }, new URL(link.url).host));
      const engine = await openProfile(link, wanted, (file) =>
        screen.print([line(words.keyFile(file), 'dim')]),
      );
      const invite = link.invite && address;
      try {
        await converse({ engine, screen, text, words }, invite);
      } finally {
        screen.close();
        await engine.close();
      }
    } finally {
      screen.close();
    }
  },
};

/** Session after session, until the user has enough. */
async function converse(context: ChatContext, invite: string | undefined): Promise<void> {
  const { engine, screen, words } = context;
  for (;;) {
    const status = await engine.call('status', undefined);
    const isSignedIn = status.ok && status.value.state !== 'signed-out';
    if (!isSignedIn && !(await enter({ ...context, invite }))) return;
    const session = new ChatSession(context);
    const end = await session.run().finally(() => session.close());
    if (end === 'quit') return screen.print([line(words.goodbye, 'dim')]);
  }
}

async function openProfile(
  { url }: ServerLink,
  { profile, 'passphrase-file': passphraseFile }: z.output<typeof flags>,
  onKeyFile: (file: string) => void,
): Promise<EngineApi> {
  const profileFolder = profile ?? defaultProfileFolder(url, process.env);
  const keySource =
    passphraseFile === undefined
      ? keyFileSource(profileFolder, onKeyFile)
      : await passphraseSource(passphraseFile);
  const opened = await openEngine({
    ...{ server: url, profileFolder, keySources: [keySource] },
    logger: stderrLogger(process.env),
  });
  if (!opened.ok) throw new CommandFailure(sentenceFor(opened.code, opened.facts));
  return opened.value;
}
