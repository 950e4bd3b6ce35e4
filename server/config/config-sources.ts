// The three places where settings come from, as text by the settings' names. `tlsKey` in the file is
// `--tls-key` on the command line and PARLEY_TLS_KEY in the environment.
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { NotText } from '../../node/decode-text.ts';

export type Texts = Readonly<Record<string, string>>;

export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: 'setting' | 'file'; readonly message: string };

export function unusable(message: string): Read<never> {
  return { ok: false, fault: 'setting', message: `${message}.` };
}

function unusableFile(path: string, problem: string): Read<never> {
  return { ok: false, fault: 'file', message: `The configuration file ${path} ${problem}.` };
}

export function flagOf(setting: string): string {
  return setting.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

export function variableOf(setting: string): string {
  return `PARLEY_${flagOf(setting).replaceAll('-', '_').toUpperCase()}`;
}

export function readFlags(argv: readonly string[], names: readonly string[]): Read<Texts> {
  const byFlag = new Map(names.map((name) => [flagOf(name), name]));
  const options = Object.fromEntries([...byFlag.keys()].map((flag) => [flag, { type: 'string' as const }]));
  // Not strict: Node's own complaints speak to programmers.
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, tokens: true });
  const texts: Record<string, string> = {};
  for (const token of tokens) {
    if (token.kind === 'positional') return unusable(`${token.value} is not a flag`);
    if (token.kind !== 'option') continue;
    const name = byFlag.get(token.name);
    if (name === undefined) return unusable(`There is no flag ${token.rawName}`);
    if (token.value === undefined) return unusable(`The flag ${token.rawName} needs a value`);
    texts[name] = token.value;
  }
  return { ok: true, value: texts };
}

interface EnvironmentTexts {
  readonly texts: Texts;
  /** A sentence, if something of the name was no setting. */
  readonly warnings: readonly string[];
}

/**
 * Kubernetes and Docker put variables of every service beside it into a container's environment, with the service's
 * name in front: next to one that is called "parley" they look like settings.
 */
export function readEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): EnvironmentTexts {
  const byVariable = new Map(names.map((name) => [variableOf(name), name]));
  const texts: Record<string, string> = {};
  const ignored: string[] = [];
  for (const [variable, value] of Object.entries(env)) {
    if (!variable.startsWith('PARLEY_') || value === undefined) continue;
    const name = byVariable.get(variable);
    if (name === undefined || isOfService(name, value)) ignored.push(variable);
    else texts[name] = value;
  }
  if (ignored.length === 0) return { texts, warnings: [] };
  return { texts, warnings: [`Not settings of the server, and ignored: ${ignored.sort().join(', ')}.`] };
}

function isOfService(name: string, value: string): boolean {
  return (
    (name === 'port' && /^(tcp|udp|sctp):\/\//.test(value)) || (name === 'name' && value.startsWith('/'))
  );
}

export function readConfigFile(
  path: string | undefined,
  readFile: (path: string) => string,
): Read<Record<string, unknown>> {
  if (path === undefined) return { ok: true, value: {} };
  try {
    const parsed = z.record(z.string(), z.unknown()).safeParse(JSON.parse(readFile(path)));
    if (!parsed.success) return unusableFile(path, 'is not a JSON object. Correct it, or start without it');
    return { ok: true, value: parsed.data };
  } catch (error) {
    if (error instanceof NotText)
      return unusableFile(path, 'is not text in UTF-8. Save it as UTF-8, or start without it');
    if (error instanceof SyntaxError)
      return unusableFile(path, 'is not JSON. Correct it, or start without it');
    const code = error instanceof Error && 'code' in error ? error.code : error;
    return unusableFile(path, `can’t be read (${code}). Check the path and its permissions`);
  }
}
