// What a server decides at its first start and keeps for ever: its name is part of every address, its
// secret and its Argon2 parameters of every password's derivation.
import { createHmac, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { z } from 'zod';
import { type Argon2Parameters, argon2Parameters } from '../../protocol/accounts.ts';
import { type ServerName, serverName, type Username } from '../../protocol/ids.ts';
import { StartFailure } from '../start-failure.ts';
import type { DocumentPath, Store } from '../store/store.ts';

const path: DocumentPath = { collection: 'server', partition: 'identity', key: 'identity' };

/** The version of everything in the store: the server can't read another one. */
const FORMAT = 2 as const;

const identityDocument = z.strictObject({
  format: z.literal(FORMAT),
  name: serverName,
  /** 32 random bytes, base64url. */
  secret: z.string().length(43),
  argon2: argon2Parameters,
});

export interface Identity {
  readonly path: DocumentPath;
  readonly serverName: ServerName;
  readonly argon2: Argon2Parameters;
  /** The same 32 bytes for a name whether or not an account has it. */
  saltOf(username: Username): Uint8Array;
}

/** The identity that the configuration sets; an absent field stays as it is. */
export interface WantedIdentity {
  readonly name?: ServerName | undefined;
  readonly argon2?: { readonly [Name in keyof Argon2Parameters]?: number | undefined };
}

const FIRST_ARGON2: Argon2Parameters = { memoryKiB: 131_072, iterations: 3, parallelism: 1 };

/** Reads the identity, or makes it at the first start. Throws a StartFailure when something else is wanted. */
export async function openIdentity(store: Store, wanted: WantedIdentity): Promise<Identity> {
  const stored = await store.get(path);
  if (!stored && !store.wasEmpty) {
    throw new StartFailure(
      'The data folder holds accounts or messages but not the identity of their server (documents/server). ' +
        'Restore the whole folder from a backup; nothing has been changed.',
    );
  }
  if (stored) expectFormat(stored.format);
  const document = stored ? identityDocument.parse(stored) : await makeIdentity(store, wanted);
  refuseAnother(document, wanted);
  const secret = Buffer.from(document.secret, 'base64url');
  return {
    path,
    serverName: document.name,
    argon2: document.argon2,
    saltOf: (username) =>
      createHmac('sha256', secret).update('parley pre-login salt v1').update(username).digest(),
  };
}

function expectFormat(format: unknown): void {
  if (format === FORMAT) return;
  const isOlder = typeof format !== 'number' || format < FORMAT;
  const maker = isOlder ? 'a Parley from before the first release' : 'a newer Parley';
  throw new StartFailure(
    `The data folder was made by ${maker}, and this one can’t read it. ` +
      `${isOlder ? 'Start with a new data folder' : 'Update this one'}; nothing has been changed.`,
  );
}

async function makeIdentity(store: Store, wanted: WantedIdentity) {
  const document = {
    format: FORMAT,
    name: wanted.name ?? nameOfHost(hostname()),
    secret: randomBytes(32).toString('base64url'),
    argon2: { ...FIRST_ARGON2, ...definedFields(wanted.argon2 ?? {}) },
  };
  const committed = await store.commit([{ type: 'put', ...path, value: document }]);
  if (!committed.ok)
    throw new StartFailure('The disk is full. Make room in the data folder and start again.');
  return document;
}

function refuseAnother(document: z.infer<typeof identityDocument>, wanted: WantedIdentity): void {
  if (wanted.name !== undefined && wanted.name !== document.name) {
    throw new StartFailure(
      `This server’s name is ${document.name} since its first start and part of every address; ` +
        `it can’t become ${wanted.name}. Leave the name out, or use another data folder.`,
    );
  }
  for (const [parameter, value] of Object.entries(definedFields(wanted.argon2 ?? {}))) {
    const kept = document.argon2[parameter as keyof Argon2Parameters]; // the type of the object iterated over
    if (value === kept) continue;
    throw new StartFailure(
      `Every password here was derived with the Argon2 setting ${parameter} ${kept}; it can’t become ` +
        `${value}. Leave the setting out, or use another data folder.`,
    );
  }
}

function definedFields<T extends object>(fields: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  const defined = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(defined) as { [Name in keyof T]?: Exclude<T[Name], undefined> }; // only filtered
}

/** A server name made of what the computer is called. */
export function nameOfHost(host: string): ServerName {
  const plain = host
    .toLowerCase()
    .replaceAll(/[^a-z0-9.-]+/g, '-')
    .slice(0, 253)
    .replaceAll(/-*\.[.-]*/g, '.')
    .replaceAll(/^[.-]+|[.-]+$/g, '');
  return serverName.parse(plain === '' ? 'parley' : plain);
}
