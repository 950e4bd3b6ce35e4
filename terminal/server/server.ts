import { once } from 'node:events';
import { resolve } from 'node:path';
import { parseServerConfig, type RunningServer, type ServerConfig, startServer } from '../../server/main.ts';
import { type Command, CommandFailure, takeWords, WrongUsage } from '../command.ts';
import { stopSignal } from './stop-signal.ts';

export const server: Command = {
  synopsis: 'server [flags]',
  about:
    'Runs a server until Ctrl-C. Each flag is also a variable, as --port is PARLEY_PORT, and a setting of the\nfile that --config names.',
  flags: {
    host: { value: 'address', about: 'where to listen (127.0.0.1)' },
    port: { value: 'number', about: 'the port; 0 for a free one (5002)' },
    'public-url': { value: 'URL', about: 'where others reach it if a proxy stands before it, with its path' },
    data: { value: 'folder', about: 'where everything is kept (./data)' },
    config: { value: 'file', about: 'a JSON file of settings' },
    name: { value: 'name', about: 'the server’s name, at its first start (the computer’s)' },
    owner: { value: 'name', about: 'the user name that becomes the owner (the first account’s)' },
    registration: {
      value: 'policy',
      about: 'open, invite or closed (open if only this computer can connect)',
    },
    sessions: { value: 'policy', about: 'many or single: in how many places an account may be (many)' },
    'tls-certificate': { value: 'file', about: 'the certificate in PEM, together with --tls-key' },
    'tls-key': { value: 'file', about: 'its key in PEM' },
    origins: { value: 'origins', about: 'of web pages that may connect, with commas between' },
    'log-level': { value: 'level', about: 'silent, error, warn, info or debug (info)' },
    'log-format': { value: 'format', about: 'text, json or auto: text at a terminal, else json (auto)' },
    'argon2-memory-kib': {
      value: 'KiB',
      about: 'memory for hashing a password, fixed at the first start (131072)',
    },
    'argon2-iterations': { value: 'number', about: 'passes over that memory, fixed at the first start (3)' },
    'argon2-parallelism': { value: 'number', about: 'lanes of that memory, fixed at the first start (1)' },
    'rate-limits': { value: 'on or off', about: 'off only for load tests (on)' },
  },
  examples: ['server --data /srv/parley', 'server --host 0.0.0.0 --registration invite --owner alice'],
  async run({ args, words }) {
    takeWords(words);
    const config = parseServerConfig({ argv: args, env: process.env });
    for (const warning of config.warnings) process.stderr.write(`${warning}\n`);
    if (!config.ok && config.fault === 'file') throw new CommandFailure(config.message);
    if (!config.ok) throw new WrongUsage(config.message);
    const stop = stopSignal();
    const running = await startServer(config.value);
    process.stdout.write(announcement(running, config.value));
    const failure = await Promise.race([running.failed, aborted(stop)]);
    await running.close();
    if (failure) throw failure;
  },
};

async function aborted(signal: AbortSignal): Promise<undefined> {
  if (!signal.aborted) await once(signal, 'abort');
}

function announcement({ name, url, ownerInvite }: RunningServer, { data, owner }: ServerConfig): string {
  const becomes =
    owner === undefined ? 'The first account becomes the owner.' : `${owner} becomes the owner.`;
  const lines = [
    `Parley server “${name}”. Everything is kept in ${resolve(data)}`,
    ...(ownerInvite ? [`${becomes} The link for it: ${ownerInvite}`] : []),
    `Listening on ${url} (Ctrl-C stops it)`,
  ];
  return `${lines.join('\n')}\n`;
}
