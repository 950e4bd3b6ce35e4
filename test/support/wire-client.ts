// A client that sends what a test gives it, also what no honest one would.
import { createHash } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import * as parser from 'socket.io-msgpack-parser';
import { onTestFinished } from 'vitest';
import { signManifest } from '../../engine/encryption/manifests.ts';
import { toWire } from '../../node/wire-bytes.ts';
import { concat, uint32 } from '../../protocol/bytes.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { RequestName, RequestOf, ResponseOf } from '../../protocol/events.ts';
import type { Manifest } from '../../protocol/manifest.ts';
import { PROTOCOL_VERSION } from '../../protocol/protocol.ts';
import { createIdentity, type Identity } from './identities.ts';

type Answer<Name extends RequestName> = { readonly ok: true; readonly value: ResponseOf<Name> } | Refusal;

export interface WireClient {
  readonly socket: Socket;
  /** What comes with the next event of this name. */
  next(event: string): Promise<unknown>;
  /** The answer as it came. Rejects when none comes within twenty seconds. */
  ask<Name extends RequestName>(name: Name, payload: RequestOf<Name>): Promise<Answer<Name>>;
  /** The same for what the types forbid. */
  askAnything(name: string, ...payload: readonly unknown[]): Promise<unknown>;
}

interface ConnectOptions {
  readonly token?: string;
  readonly protocol?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Connects until the test ends. Rejects with the server's refusal. */
export async function connectWire(url: string, options: ConnectOptions = {}): Promise<WireClient> {
  const client = await openWire(url, options);
  onTestFinished(() => void client.socket.close());
  return client;
}

/** The same until its socket is closed. It never tries again by itself. */
export async function openWire(url: string, options: ConnectOptions = {}): Promise<WireClient> {
  const { token, protocol = PROTOCOL_VERSION, headers = {} } = options;
  const socket = io(url, {
    parser,
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth: { protocol, ...(token && { token }) },
    extraHeaders: headers,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  const askAnything = (name: string, ...payload: readonly unknown[]) =>
    socket.timeout(20_000).emitWithAck(name, ...payload);
  return {
    socket,
    askAnything,
    next: (event) => new Promise((resolve) => socket.once(event, resolve)),
    // The server answers a request with the response of its name.
    ask: (name, payload) => askAnything(name, toWire(payload)) as Promise<never>,
  };
}

/** What a password derives to; the server sees no difference. */
export function secretOf(password: string): string {
  return createHash('sha256').update(password).digest('base64url');
}

/** A sealed blob as far as the server looks into it. */
export function sealed(version: number): Uint8Array {
  return concat(Uint8Array.of(1), uint32(version), new Uint8Array(64));
}

export interface Applicant {
  readonly username: string;
  readonly identity: Identity;
  readonly registration: RequestOf<'account:register'>;
}

/** An applicant with keys and a signed manifest, who may then register. */
export async function applicant(
  name: string,
  server: string,
  password = `${name}’s password`,
): Promise<Applicant> {
  const identity = await createIdentity(`${name}@${server}`);
  const registration = {
    username: name,
    displayName: name,
    authKey: secretOf(password),
    recoveryAuth: secretOf(`${name}’s recovery key`),
    device: identity.device.id,
    manifest: signManifest(identity.manifest, identity.account.seed),
    vault: sealed(1),
    marks: sealed(0),
  };
  return { username: name, identity, registration: registration as RequestOf<'account:register'> }; // the name is canonical
}

/** The next signed manifest of an applicant. */
export function nextManifest(
  { identity }: Applicant,
  changes: Partial<Manifest>,
  before: Uint8Array,
): Uint8Array {
  const previous = createHash('sha256').update(before).digest('base64url');
  const next = { ...identity.manifest, version: 2, previous, ...changes };
  return signManifest(next as Manifest, identity.account.seed); // the digest is one by construction
}

/** A registered and connected person. */
export async function registered(server: ServerOfTest, name: string) {
  return registerAs(await connectWire(server.url), server, name);
}

interface ServerOfTest {
  readonly url: string;
  readonly name: string;
}

export async function registerAs(client: WireClient, server: ServerOfTest, name: string) {
  const person = await applicant(name, server.name);
  const answer = await client.ask('account:register', person.registration);
  if (!answer.ok) throw new Error(`registration refused: ${answer.code}`);
  return { ...person, ...client, token: answer.value.token };
}
