import { z } from 'zod';
import { type EngineApi, eventNames } from '../../engine/api/api.ts';
import { type EngineOptions, openEngine } from '../../engine/engine.ts';
import { sentenceFor } from '../../protocol/errors.ts';
import { parseServerLink } from '../../protocol/server-link.ts';
import { type Command, CommandFailure, parseFlags, takeWords, WrongUsage } from '../command.ts';
import { stderrLogger } from '../logger.ts';
import { stopSignal } from '../server/stop-signal.ts';
import type { Handle } from './json-rpc.ts';
import { keyFileSource, passphraseSource } from './key-source.ts';
import { engineHandle } from './rpc-methods.ts';
import { rpcStream } from './rpc-stream.ts';

const flags = z.object({
  server: z.string(),
  profile: z.string(),
  'passphrase-file': z.string().optional(),
  'begin-anew': z.boolean().optional(),
  'hold-requests': z.boolean().optional(),
});

export const rpc: Command = {
  synopsis: 'rpc --server <address> --profile <folder> [flags]',
  about:
    'JSON-RPC 2.0, one object a line: requests on stdin, answers and notifications on stdout, logs on\nstderr. Ends when stdin closes. docs/rpc.md lists the methods.',
  flags: {
    server: { value: 'address', about: 'the server’s address, or an invite link' },
    profile: { value: 'folder', about: 'where this device keeps its keys and history' },
    'passphrase-file': {
      value: 'file',
      about: 'its first line opens the profile; otherwise a key file in it does',
    },
    'begin-anew': {
      about:
        'keeps what is in the profile aside, such as when nothing opens it any more, and begins with nothing',
    },
    'hold-requests': {
      about: 'shows nothing of what strangers begin until `answerRequest` accepts it',
    },
  },
  examples: [
    'rpc --server 127.0.0.1:5002 --profile ./profiles/alice',
    'rpc --server https://home.example/chat --profile ./bot --passphrase-file ./passphrase',
  ],
  async run({ flags: given, words }) {
    takeWords(words);
    const wanted = parseFlags(flags, given);
    const link = parseServerLink(wanted.server);
    if (!link) throw new WrongUsage(`“${wanted.server}” doesn’t look like a server address or invite link.`);
    const logger = stderrLogger(process.env);
    const keySources = [await keySourceFor(wanted.profile, wanted['passphrase-file'])];
    const opened = await openEngine({
      ...{ server: link.url, profileFolder: wanted.profile, keySources, logger },
      beginAnew: wanted['begin-anew'],
      acceptRequests: wanted['hold-requests'] !== true,
    });
    if (!opened.ok && opened.code === 'key-lost') throw new CommandFailure(keyLost(wanted.profile));
    if (!opened.ok) throw new CommandFailure(sentenceFor(opened.code, opened.facts));
    await serve(opened.value, engineHandle(opened.value, logger, link.invite && wanted.server));
  },
};

function keyLost(profile: string): string {
  return `Nothing opens the profile ${profile} any more. With --begin-anew it is kept aside, and you sign in again.`;
}

async function keySourceFor(
  folder: string,
  passphraseFile?: string,
): Promise<EngineOptions['keySources'][number]> {
  if (passphraseFile !== undefined) return passphraseSource(passphraseFile);
  return keyFileSource(folder, (file) => {
    process.stderr.write(
      `This profile is opened by the new key file ${file}: who can read it can read the messages.\n`,
    );
  });
}

async function serve(engine: EngineApi, handle: Handle): Promise<void> {
  const stream = rpcStream(process.stdin, process.stdout);
  for (const event of eventNames) engine.on(event, (payload) => stream.notify(event, payload));
  try {
    await stream.serve(handle, stopSignal());
  } finally {
    await engine.close();
  }
}
