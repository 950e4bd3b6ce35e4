// What can be set, from flags over the environment over a file, through one schema.
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { serverName, username } from '../protocol/ids.ts';
import { DEFAULT_PORT } from '../protocol/protocol.ts';
import { registrationPolicies, sessionPolicies } from './accounts/parts.ts';
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
    /** Argon2id for passwords, fixed at the first start: KiB, iterations, lanes. */
    argon2Memory: positive.optional(),
    argon2Iterations: positive.optional(),
    argon2Parallelism: positive.optional(),
    /** Off only for load tests. */
    rateLimits: z.boolean().default(true),
    /** PEM files; both or neither. */
    tlsCertificate: z.string().min(1).optional(),
    tlsKey: z.string().min(1).optional(),
    /** Other servers' URLs. */
    peers: z.array(z.url()).default([]),
    /** Origins of web pages that may connect. */
    origins: z.array(z.string().min(1)).default([]),
    logLevel: z.enum(logLevels).default('info'),
  })
  .refine(
    ({ tlsCertificate, tlsKey }) => (tlsCertificate === undefined) === (tlsKey === undefined),
    'tlsCertificate and tlsKey go together',
  )
  .transform(({ registration, ...rest }) => ({
    ...rest,
    registration: registration ?? (isLoopback(rest.host) ? ('open' as const) : ('invite' as const)),
  }));

export type ServerConfig = Readonly<z.output<typeof configSchema>>;

type Kind = 'text' | 'number' | 'boolean' | 'list';

/** Every setting by its name in the file, and how its text is read. */
export const settings = {
  host: 'text',
  port: 'number',
  data: 'text',
  name: 'text',
  owner: 'text',
  registration: 'text',
  sessions: 'text',
  argon2Memory: 'number',
  argon2Iterations: 'number',
  argon2Parallelism: 'number',
  rateLimits: 'boolean',
  tlsCertificate: 'text',
  tlsKey: 'text',
  peers: 'list',
  origins: 'list',
  logLevel: 'text',
} as const satisfies Record<keyof ServerConfig, Kind>;

export type Parsed = { readonly ok: true; readonly value: ServerConfig } | Unusable;
interface Unusable {
  readonly ok: false;
  /** One sentence that names the setting. */
  readonly message: string;
}

export interface ConfigSources {
  /** The arguments behind the command. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads the file that `--config` or PARLEY_CONFIG names; throws when it can't. */
  readonly readFile: (path: string) => string;
}

export function parseServerConfig({ argv, env, readFile }: ConfigSources): Parsed {
  const flags = readFlags(argv);
  if (!flags.ok) return flags;
  const variables = readEnvironment(env);
  if (!variables.ok) return variables;
  const { config: path, ...texts } = { ...variables.value, ...flags.value };
  const file = path === undefined ? { ok: true as const, value: {} } : readConfigFile(path, readFile);
  if (!file.ok) return file;
  const parsed = configSchema.safeParse({ ...file.value, ...readTexts(texts) });
  return parsed.success ? { ok: true, value: parsed.data } : unusable(sentenceOf(parsed.error));
}

/** The flag of a setting: `tlsKey` is `--tls-key`. */
export function flagOf(setting: string): string {
  return setting.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The variable of a setting: `tlsKey` is `PARLEY_TLS_KEY`. */
export function variableOf(setting: string): string {
  return `PARLEY_${flagOf(setting).replaceAll('-', '_').toUpperCase()}`;
}

type Texts = Readonly<Record<string, string>>;
const names = [...Object.keys(settings), 'config'];

function readFlags(argv: readonly string[]): { ok: true; value: Texts } | Unusable {
  const options = Object.fromEntries(names.map((name) => [flagOf(name), { type: 'string' as const }]));
  try {
    const { values } = parseArgs({ args: [...argv], options, strict: true, allowPositionals: false });
    const given = names.flatMap((name) => {
      const value = values[flagOf(name)];
      return typeof value === 'string' ? [[name, value]] : [];
    });
    return { ok: true, value: Object.fromEntries(given) };
  } catch (error) {
    // parseArgs refuses with a TypeError whose message names the flag.
    if (error instanceof TypeError) return unusable(error.message.split('. ')[0] ?? error.message);
    throw error;
  }
}

function readEnvironment(env: ConfigSources['env']): { ok: true; value: Texts } | Unusable {
  const byVariable = new Map(names.map((name) => [variableOf(name), name]));
  const texts: Record<string, string> = {};
  for (const [variable, value] of Object.entries(env)) {
    if (!variable.startsWith('PARLEY_') || value === undefined) continue;
    const name = byVariable.get(variable);
    if (!name) return unusable(`There is no setting ${variable}`);
    texts[name] = value;
  }
  return { ok: true, value: texts };
}

function readConfigFile(path: string, readFile: ConfigSources['readFile']) {
  try {
    const parsed = z.record(z.string(), z.unknown()).safeParse(JSON.parse(readFile(path)));
    if (!parsed.success) return unusable(`The configuration file ${path} is not a JSON object`);
    return { ok: true as const, value: parsed.data };
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is not JSON' : 'can’t be read';
    return unusable(`The configuration file ${path} ${why}`);
  }
}

function readTexts(texts: Texts): Record<string, unknown> {
  // Both sources hold only names of the table.
  const known = Object.entries(texts) as [keyof typeof settings, string][];
  return Object.fromEntries(known.map(([name, text]) => [name, readText(settings[name], text)]));
}

/** What can't be read stays text, which the schema then refuses by name. */
function readText(kind: Kind, text: string): unknown {
  switch (kind) {
    case 'text':
      return text;
    case 'number':
      return /^\d+$/.test(text) ? Number(text) : text;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'list':
      return text.split(',').filter((item) => item !== '');
  }
}

function sentenceOf(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue?.code === 'unrecognized_keys') return `There is no setting ${issue.keys[0]}`;
  if (!issue || issue.path.length === 0) return issue?.message ?? 'The configuration can’t be used';
  return `The setting ${issue.path.join('.')} can’t be used: ${issue.message}`;
}

function unusable(message: string): Unusable {
  return { ok: false, message: `${message}.` };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host);
}
