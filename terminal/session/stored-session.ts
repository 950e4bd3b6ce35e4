// For commands that do one thing and end: the session that `parley chat` has left in a profile. They ask nothing, so that
// they can run from cron.
import { z } from 'zod';
import type { EngineApi, EngineStatus } from '../../engine/api/api.ts';
import { openEngine } from '../../engine/engine.ts';
import { type Refusal, sentenceFor } from '../../protocol/errors.ts';
import { parseServerLink } from '../../protocol/server-link.ts';
import { ownUser } from '../../view-models/names.ts';
import { type Command, CommandFailure, type CommandLine, parseFlags, WrongUsage } from '../command.ts';
import { stderrLogger } from '../logger.ts';
import { keyFileSource, passphraseSource } from '../rpc/key-source.ts';
import { defaultProfileFolder, isProfile, listProfileFolders, profilesFolder } from './profile-folder.ts';

export const sessionFlags = {
  profile: {
    value: 'folder',
    about: 'the profile to use, or PARLEY_PROFILE; without it the one that there is, see `parley profiles`',
  },
  server: { value: 'address', about: 'use the profile that `parley chat` has made for this server' },
  'passphrase-file': {
    value: 'file',
    about: 'its first line opens the profile; otherwise a key file in it does',
  },
  timeout: { value: 'seconds', about: 'how long to wait for the server (15)' },
} as const satisfies Command['flags'];

const flags = z.object({
  profile: z.string().optional(),
  server: z.string().optional(),
  'passphrase-file': z.string().optional(),
  timeout: z.coerce
    .number('a number of seconds')
    .min(0, 'a number of seconds')
    .max(3_600, 'at most 3600')
    .default(15),
});

export interface StoredSession {
  readonly engine: EngineApi;
  readonly status: EngineStatus;
  /** The account's user name. */
  readonly own: string;
  readonly isOnline: boolean;
  /** Milliseconds. */
  readonly patience: number;
}

/** Throws CommandFailure where there is no profile, or no session in it. */
export async function withStoredSession(
  given: CommandLine['flags'],
  act: (session: StoredSession) => Promise<void>,
): Promise<void> {
  const { timeout, ...wanted } = parseFlags(flags, given);
  const profileFolder = chosenProfile(wanted, process.env);
  const passphraseFile = wanted['passphrase-file'];
  const keySource =
    passphraseFile === undefined
      ? keyFileSource(profileFolder, () => undefined)
      : await passphraseSource(passphraseFile);
  // These commands say themselves that the server can't be reached.
  const logger = stderrLogger(process.env, 'error');
  const opened = await openEngine({ profileFolder, keySources: [keySource], logger });
  if (!opened.ok) throw failureOf(opened);
  const engine = opened.value;
  try {
    const patience = timeout * 1_000;
    const isOnline = await wentOnline(engine, patience);
    const status = await engine.call('status', undefined);
    const own = status.ok ? ownUser(status.value) : undefined;
    if (!status.ok || own === undefined) {
      throw new CommandFailure(
        `No one is signed in with the profile ${profileFolder}. Sign in with parley chat.`,
      );
    }
    await act({ engine, status: status.value, own, isOnline, patience });
  } finally {
    await engine.close();
  }
}

function chosenProfile(
  { profile, server }: Pick<z.output<typeof flags>, 'profile' | 'server'>,
  environment: NodeJS.ProcessEnv,
): string {
  const folder =
    profile ??
    (server === undefined ? environment.PARLEY_PROFILE : folderFor(server, environment)) ??
    onlyOne(environment);
  if (isProfile(folder)) return folder;
  throw new CommandFailure(`There is no profile in ${folder}. Sign in with parley chat first.`);
}

function folderFor(server: string, environment: NodeJS.ProcessEnv): string {
  const link = parseServerLink(server);
  if (!link) throw new WrongUsage(`“${server}” doesn’t look like a server address.`);
  return defaultProfileFolder(link.url, environment);
}

function onlyOne(environment: NodeJS.ProcessEnv): string {
  const folders = listProfileFolders(environment);
  const [folder, ...others] = folders;
  if (folder === undefined) {
    throw new CommandFailure(
      `There is no profile in ${profilesFolder(environment)}. Sign in with parley chat first.`,
    );
  }
  if (others.length > 0) {
    throw new WrongUsage(`There are several profiles: name one with --profile, such as ${folder}.`);
  }
  return folder;
}

export function failureOf(refusal: Refusal, exitCode?: number): CommandFailure {
  const sentence = sentenceFor(refusal.code, refusal.facts);
  return new CommandFailure(sentence, exitCode === undefined ? {} : { exitCode });
}

/** Returns whether the session is online by then. Ends at once where there is none. */
async function wentOnline(engine: EngineApi, patience: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const look = (state: EngineStatus['state']) => {
    if (state === 'online' || state === 'signed-out') resolve(state === 'online');
  };
  const stop = engine.on('session', ({ state }) => look(state));
  const timer = setTimeout(() => resolve(false), patience);
  const status = await engine.call('status', undefined);
  if (status.ok) look(status.value.state);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    stop();
  }
}
