import { z } from 'zod';
import type { EngineApi } from '../engine/api.ts';
import { type EngineOptions, openEngine } from '../engine/engine.ts';
import { sentenceFor } from '../protocol/errors.ts';
import { parseServerLink } from '../protocol/invite-link.ts';
import { type Command, CommandFailure, parseFlags, takeWords, WrongUsage } from './command.ts';
import { keyFileSource, passphraseSource } from './key-source.ts';
import { stderrLogger } from './logger.ts';
import { engineHandle, notifications } from './rpc-methods.ts';
import { type RpcStream, rpcStream } from './rpc-stream.ts';
import { stopSignal } from './stop-signal.ts';

const flags = z.object({
  server: z.string(),
  profile: z.string(),
  'passphrase-file': z.string().optional(),
});

export const rpc: Command = {
  synopsis: 'rpc --server <address> --profile <folder> [--passphrase-file <file>]',
  about:
    'JSON-RPC 2.0, one object a line: requests on stdin, answers and notifications on stdout, logs on\nstderr. Ends when stdin closes. docs/rpc.md lists the methods.',
  flags: {
    server: { value: 'address', about: 'the server’s address, or an invite link' },
    profile: { value: 'folder', about: 'where this device keeps its keys and history' },
    'passphrase-file': {
      value: 'file',
      about: 'its first line opens the profile; otherwise a key file in it does',
    },
  },
  async run(given) {
    takeWords(given.words);
    const wanted = parseFlags(flags, given.flags);
    const link = parseServerLink(wanted.server);
    if (link === undefined)
      throw new WrongUsage(`“${wanted.server}” is neither an address nor an invite link.`);
    const logger = stderrLogger(process.env);
    const opened = await openEngine({
      server: link.url,
      profileFolder: wanted.profile,
      keySource: await keySourceFor(wanted.profile, wanted['passphrase-file']),
      logger,
    });
    if (!opened.ok) throw new CommandFailure(sentenceFor(opened.code, opened.facts));
    const engine = opened.value;
    const stream = rpcStream(process.stdin, process.stdout);
    const stopTelling = tellEvents(engine, stream);
    await stream.serve(engineHandle(engine, logger, link.invite), stopSignal());
    stopTelling();
    await engine.close();
  },
};

function keySourceFor(
  folder: string,
  passphraseFile: string | undefined,
): Promise<EngineOptions['keySource']> {
  if (passphraseFile !== undefined) return passphraseSource(passphraseFile);
  return keyFileSource(folder, (file) => {
    process.stderr.write(
      `This profile is opened by the new key file ${file}: who can read it can read the messages.\n`,
    );
  });
}

function tellEvents(engine: EngineApi, stream: RpcStream): () => void {
  const stops = notifications.map((event) => engine.on(event, (payload) => stream.notify(event, payload)));
  return () => {
    for (const stop of stops) stop();
  };
}
