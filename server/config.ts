// What can be set: flags over the environment over a file, through one schema.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { serverName, username } from '../protocol/ids.ts';
import { DEFAULT_PORT } from '../protocol/protocol.ts';
import { registrationPolicies, sessionPolicies } from './accounts/parts.ts';
import {
  type Read,
  readConfigFile,
  readEnvironment,
  readFlags,
  type Texts,
  unusable,
} from './config-sources.ts';
import { logLevels } from './log.ts';

const positive = z.int().positive();

const configSchema = z
  .strictObject({
    host: z.string().min(1).default('127.0.0.1'),
    /** 0 takes any free port. */
    port: z.int().min(0).max(65_535).default(DEFAULT_PORT),
    /** The data folder. */
    data: z.string().min(1).default('./data'),
    /** The server's name, at its first start; by default what the computer is called. */
    name: serverName.optional(),
    /** The user name that becomes the owner; by default the first account does. */
    owner: username.optional(),
    /** By default open on a loopback address and by invite elsewhere. */
    registration: z.enum(registrationPolicies).optional(),
    sessions: z.enum(sessionPolicies).default('many'),
    /** Argon2id for passwords, fixed at the first start. */
    argon2MemoryKib: positive.optional(),
    argon2Iterations: positive.optional(),
    argon2Parallelism: positive.optional(),
    /** Off only for load tests. */
    rateLimits: z.boolean().default(true),
    /** PEM files; both or neither. */
    tlsCertificate: z.string().min(1).optional(),
    tlsKey: z.string().min(1).optional(),
    /** URLs of other servers. */
    peers: z.array(z.url()).default([]),
    /** Origins of web pages that may connect. */
    origins: z.array(z.string().min(1)).default([]),
    logLevel: z.enum(logLevels).default('info'),
  })
  .refine(
    ({ tlsCertificate, tlsKey }) => (tlsCertificate === undefined) === (tlsKey === undefined),
    'The settings tlsCertificate and tlsKey go together',
  )
  .transform(({ registration, ...rest }) => ({
    ...rest,
    registration: registration ?? (isLoopback(rest.host) ? ('open' as const) : ('invite' as const)),
  }));

export type ServerConfig = Readonly<z.output<typeof configSchema>>;

/** Every setting, and how its text is read. */
export const settings = {
  host: 'text',
  port: 'number',
  data: 'text',
  name: 'text',
  owner: 'text',
  registration: 'text',
  sessions: 'text',
  argon2MemoryKib: 'number',
  argon2Iterations: 'number',
  argon2Parallelism: 'number',
  rateLimits: 'switch',
  tlsCertificate: 'text',
  tlsKey: 'text',
  peers: 'list',
  origins: 'list',
  logLevel: 'text',
} as const satisfies Record<keyof ServerConfig, 'text' | 'number' | 'switch' | 'list'>;

export interface ConfigSources {
  /** The arguments behind the command. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads the file that `--config` or PARLEY_CONFIG names. */
  readonly readFile?: (path: string) => string;
}

/** What can't be used comes back as one sentence that names the setting. */
export function parseServerConfig({ argv, env, readFile = readText }: ConfigSources): Read<ServerConfig> {
  const names = [...Object.keys(settings), 'config'];
  const flags = readFlags(argv, names);
  if (!flags.ok) return flags;
  const variables = readEnvironment(env, names);
  if (!variables.ok) return variables;
  const { config: path, ...texts } = { ...variables.value, ...flags.value };
  const file = readConfigFile(path, readFile);
  if (!file.ok) return file;
  const parsed = configSchema.safeParse({ ...file.value, ...readValues(texts) });
  return parsed.success ? { ok: true, value: parsed.data } : unusable(sentenceOf(parsed.error));
}

function readText(path: string): string {
  return readFileSync(path, 'utf8');
}

function readValues(texts: Texts): Record<string, unknown> {
  // Flags and environment were read by the names of the table.
  const known = Object.entries(texts) as [keyof typeof settings, string][];
  return Object.fromEntries(known.map(([name, text]) => [name, readValue(settings[name], text)]));
}

/** What can't be read stays text, which the schema then refuses by name. */
function readValue(kind: (typeof settings)[keyof typeof settings], text: string): unknown {
  switch (kind) {
    case 'text':
      return text;
    case 'number':
      return /^\d+$/.test(text) ? Number(text) : text;
    case 'switch':
      return ['on', 'true'].includes(text) ? true : ['off', 'false'].includes(text) ? false : text;
    case 'list':
      return text.split(',').filter((item) => item !== '');
    default:
      return kind satisfies never;
  }
}

function sentenceOf(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue?.code === 'unrecognized_keys') return `There is no setting ${issue.keys[0]}`;
  if (!issue || issue.path.length === 0) return issue?.message ?? 'The configuration can’t be used';
  return `The setting ${issue.path.join('.')} can’t be used: ${issue.message.toLowerCase()}`;
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host);
}
