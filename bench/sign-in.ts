// Sign-ins beside nothing but bcrypt of the same cost on as many threads, in turns: a sign-in should cost little more.
// The account has conversations as one of long standing does.
import { io, type Socket } from 'socket.io-client';
import * as parser from 'socket.io-msgpack-parser';
import { sealMarks } from '../engine/encryption/high-water-marks.ts';
import { generateMailboxKey } from '../engine/encryption/mailboxes.ts';
import { randomBytes } from '../engine/encryption/primitives.ts';
import { generateSigningKey } from '../engine/encryption/signing.ts';
import { createVault } from '../engine/encryption/vault.ts';
import { toBase64url } from '../protocol/bytes.ts';
import { PROTOCOL_VERSION } from '../protocol/protocol.ts';
import { putBlob, putCredentials } from '../server/accounts/documents.ts';
import { createPasswordPool, type PasswordPool } from '../server/sessions/password-pool.ts';
import { startFixture } from './fixture.ts';
import { type Measured, startServer } from './processes.ts';
import { median } from './statistics.ts';

/** Enough to keep every thread of bcrypt busy. */
const CONNECTIONS = 16;

export interface SignIns {
  /** A second, medians of the rounds; the ratio is the median of theirs. */
  readonly signIns: number;
  readonly bcrypts: number;
  readonly ratio: number;
  readonly heldBytes: { readonly before: number; readonly after: number };
  readonly rssBytes: { readonly before: number; readonly after: number };
}

/** Makes alice in a folder, with so many direct conversations. Returns her auth key. */
export async function createBusyAccount(folder: string, conversations: number): Promise<string> {
  const authKey = toBase64url(randomBytes(32));
  const server = await startFixture(folder);
  const alice = await server.person('alice');
  for (let nth = 0; nth < conversations; nth += 1) {
    const { bytes, change } = await alice.change([await server.person(`friend${nth}`)]);
    await alice.get('conversations:change', { conversation: change.conversation, change: bytes });
  }
  const pool = createPasswordPool(1);
  const marksKey = randomBytes(32);
  const contents = {
    accountSeed: generateSigningKey().seed,
    mailboxKeys: [await generateMailboxKey(1)],
    marksKey,
    deviceKeks: [],
  };
  const keks = { passwordKek: randomBytes(32), recoveryKek: randomBytes(32) };
  const marks = sealMarks(marksKey, alice.address, 0, { manifestVersion: 1, conversations: {} });
  await server.store.commit([
    putCredentials(alice.username, { password: await pool.hash(authKey) }),
    putBlob('vaults', alice.username, createVault(alice.address, contents, keks)),
    putBlob('marks', alice.username, marks),
  ]);
  await pool.close();
  await server.stop();
  return authKey;
}

/** So many of both, split into rounds. */
export async function measureSignIns(
  folder: string,
  serverName: string,
  authKey: string,
  { count, rounds }: { readonly count: number; readonly rounds: number },
): Promise<SignIns> {
  const server = await startServer(folder, serverName);
  const pool = createPasswordPool();
  try {
    const sockets = await Promise.all(Array.from({ length: CONNECTIONS }, () => connect(server)));
    const hash = await pool.hash(authKey);
    const each = Math.ceil(count / rounds / CONNECTIONS);
    const signIn = signingIn(sockets, authKey);
    const compare = () => comparing(pool, authKey, hash);
    // The first ones also start the threads.
    for (const act of [signIn, compare]) await perSecond(act, 1);
    const before = await server.sampleMemory();
    const results: { signIns: number; bcrypts: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const bcrypts = await perSecond(compare, each);
      results.push({ bcrypts, signIns: await perSecond(signIn, each) });
    }
    const after = await server.sampleMemory();
    for (const socket of sockets) socket.close();
    return {
      signIns: median(results.map(({ signIns }) => signIns)),
      bcrypts: median(results.map(({ bcrypts }) => bcrypts)),
      ratio: median(results.map(({ signIns, bcrypts }) => signIns / bcrypts)),
      heldBytes: { before: before.heldBytes, after: after.heldBytes },
      rssBytes: { before: before.rssBytes, after: after.rssBytes },
    };
  } finally {
    await pool.close();
    await server.stop();
  }
}

type Act = (worker: number) => Promise<unknown>;

/** Each worker acts so many times, one after the other. */
async function perSecond(act: Act, each: number): Promise<number> {
  const start = performance.now();
  const work = async (worker: number) => {
    for (let nth = 0; nth < each; nth += 1) await act(worker);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, worker) => work(worker)));
  return (each * CONNECTIONS * 1_000) / (performance.now() - start);
}

/** Each connection is a device, whose session the next sign-in takes the place of. */
function signingIn(sockets: readonly Socket[], authKey: string): Act {
  const devices = sockets.map(() => toBase64url(randomBytes(16)));
  return async (worker) => {
    const request = { username: 'alice', authKey, device: devices[worker] };
    const answer = await sockets[worker]?.emitWithAck('account:sign-in', request);
    if (!answer?.ok) throw new Error(`not signed in: ${answer?.code}`);
  };
}

async function comparing(pool: PasswordPool, authKey: string, hash: string): Promise<void> {
  if (!(await pool.compare(authKey, hash))) throw new Error('bcrypt found another key');
}

async function connect({ url }: Measured): Promise<Socket> {
  const socket = io(url, {
    parser,
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth: { protocol: PROTOCOL_VERSION },
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return socket;
}
