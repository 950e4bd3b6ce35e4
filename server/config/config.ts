// The settings: flags over the environment over a file, through one schema.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { decodeText } from '../../node/decode-text.ts';
import { serverName, username } from '../../protocol/ids.ts';
import { DEFAULT_PORT } from '../../protocol/protocol.ts';
import { parseServerLink } from '../../protocol/server-link.ts';
import { registrationPolicies, sessionPolicies } from '../accounts/dependencies.ts';
import { logFormats, logLevels } from '../logger.ts';
import {
  flagOf,
  type Read,
  readConfigFile,
  readEnvironment,
  readFlags,
  type Texts,
  unusable,
  variableOf,
} from './config-sources.ts';

const positive = z.int().positive();

/** What others type, with its port. */
const publicUrl = z
  .url({ protocol: /^https?$/ })
  .refine((url) => parseServerLink(url) !== undefined)
  .transform((url) => {
    const { protocol, hostname, port, pathname } = new URL(url);
    return `${protocol}//${hostname}:${port || (protocol === 'https:' ? 443 : 80)}${pathname.replace(/\/+$/, '')}`;
  });

const configSchema = z
  .strictObject({
    host: z.string().min(1).default('127.0.0.1'),
    /** 0 takes any free port. */
    port: z.int().min(0).max(65_535).default(DEFAULT_PORT),
    /** Where others reach it when a proxy stands before it; invite links lead there. */
    publicUrl: publicUrl.optional(),
    /** The data folder. */
    data: z.string().min(1).default('./data'),
    /** The server's name, at its first start; by default what the computer is called. */
    name: serverName.optional(),
    /** The user name that becomes the owner; by default the first account does. */
    owner: username.optional(),
    /** By default open where only this computer can connect, and by invite elsewhere. */
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
    /** Origins of web pages that may connect. */
    origins: z.array(z.string().min(1)).default([]),
    logLevel: z.enum(logLevels).default('info'),
    logFormat: z.enum(logFormats).default('auto'),
  })
  .transform(({ registration, ...rest }) => ({
    ...rest,
    registration: registration ?? (isForThisComputer(rest) ? ('open' as const) : ('invite' as const)),
  }));

export type ServerConfig = Readonly<z.output<typeof configSchema>>;

/** Every setting: how its text is read, and what it must be. */
export const settings = {
  host: { kind: 'text', must: 'an address of this computer' },
  port: { kind: 'number', must: 'a number from 0 to 65535' },
  publicUrl: { kind: 'text', must: 'an address such as https://home.example/chat' },
  data: { kind: 'text', must: 'a folder' },
  name: { kind: 'text', must: 'a name such as home.example, in small letters' },
  owner: {
    kind: 'text',
    must: 'a user name: 1 to 32 letters a-z and digits, with single dots, dashes or underscores between them',
  },
  registration: { kind: 'text', must: oneOf(registrationPolicies) },
  sessions: { kind: 'text', must: oneOf(sessionPolicies) },
  argon2MemoryKib: { kind: 'number', must: 'a whole number above 0' },
  argon2Iterations: { kind: 'number', must: 'a whole number above 0' },
  argon2Parallelism: { kind: 'number', must: 'a whole number above 0' },
  rateLimits: { kind: 'switch', must: 'on or off' },
  tlsCertificate: { kind: 'text', must: 'a file' },
  tlsKey: { kind: 'text', must: 'a file' },
  origins: { kind: 'list', must: 'origins such as https://home.example, with commas between' },
  logLevel: { kind: 'text', must: oneOf(logLevels) },
  logFormat: { kind: 'text', must: oneOf(logFormats) },
} as const satisfies Record<keyof ServerConfig, { readonly kind: Kind; readonly must: string }>;

type Kind = 'text' | 'number' | 'switch' | 'list';
type SettingName = keyof typeof settings;

function oneOf(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

export interface ConfigSources {
  /** The arguments behind the command. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads the file that `--config` or PARLEY_CONFIG names. */
  readonly readFile?: (path: string) => string;
}

export type ParsedConfig = Read<ServerConfig> & {
  /** Sentences about ignored variables. */
  readonly warnings: readonly string[];
};

/** An invalid value is refused with one sentence that names the setting as it was given. */
export function parseServerConfig({ argv, env, readFile = readText }: ConfigSources): ParsedConfig {
  const names = [...Object.keys(settings), 'config'];
  const variables = readEnvironment(env, names);
  const flags = readFlags(argv, names);
  const read = flags.ok ? readAll(flags.value, variables.texts, readFile) : flags;
  return { ...read, warnings: variables.warnings };
}

function readAll(flags: Texts, variables: Texts, readFile: (path: string) => string): Read<ServerConfig> {
  const { config: path, ...texts } = { ...variables, ...flags };
  const file = readConfigFile(path, readFile);
  if (!file.ok) return file;
  const given = { ...file.value, ...readValues(texts) };
  /** A setting as it is called where `like` was given. */
  const asGiven = (name: string, like = name) => {
    if (Object.hasOwn(flags, like)) return `--${flagOf(name)}`;
    return Object.hasOwn(variables, like) ? variableOf(name) : `The setting ${name}`;
  };
  const half = halfOfPair(given);
  if (half) return unusable(`${asGiven(half.given)} needs ${asGiven(half.missing, half.given)} beside it`);
  const parsed = configSchema.safeParse(given);
  return parsed.success ? { ok: true, value: parsed.data } : unusable(sentenceOf(parsed.error, asGiven));
}

/** A certificate without its key, or the other way round. */
function halfOfPair(given: Readonly<Record<string, unknown>>) {
  const [certificate, key] = ['tlsCertificate', 'tlsKey'] as const;
  if ((given[certificate] === undefined) === (given[key] === undefined)) return undefined;
  return given[key] === undefined
    ? { given: certificate, missing: key }
    : { given: key, missing: certificate };
}

function readText(path: string): string {
  return decodeText(readFileSync(path));
}

function readValues(texts: Texts): Record<string, unknown> {
  // Flags and environment were read by the names of the table.
  const known = Object.entries(texts) as [SettingName, string][];
  return Object.fromEntries(known.map(([name, text]) => [name, readValue(settings[name].kind, text)]));
}

/** What can't be read stays text, which the schema then refuses by name. */
function readValue(kind: Kind, text: string): unknown {
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

function sentenceOf(error: z.ZodError, asGiven: (name: string) => string): string {
  const [issue] = error.issues;
  if (issue?.code === 'unrecognized_keys') return `There is no setting ${issue.keys[0]}`;
  // Every other issue is one field's, which the table has.
  const name = String(issue?.path[0]) as SettingName;
  return `${asGiven(name)} must be ${settings[name].must}`;
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host);
}

function isForThisComputer({
  host,
  publicUrl: url,
}: {
  host: string;
  publicUrl?: string | undefined;
}): boolean {
  return url === undefined && isLoopback(host);
}
