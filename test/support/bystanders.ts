// A server on which two people talk while a third account misbehaves.

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { signPublicFrame } from '../../engine/encryption/frames.ts';
import { lobbyId } from '../../node/conversation-ids.ts';
import { utf8 } from '../../protocol/bytes.ts';
import type { RequestName, RequestOf } from '../../protocol/events.ts';
import { noDigest } from '../../protocol/frames.ts';
import { messageId, serverName } from '../../protocol/ids.ts';
import { parseServerConfig, startServer } from '../../server/main.ts';
import { openWire, registerAs, sealed, secretOf, type WireClient } from './wire-client.ts';

export interface Bystanders {
  readonly url: string;
  /** The session of the account that misbehaves. */
  readonly token: string;
  /** A request that fits its schema. */
  validRequest(name: RequestName): Readonly<Record<string, unknown>>;
  /** One says something, and the other gets it. */
  talk(): Promise<void>;
  stop(): Promise<void>;
}

export async function startBystanders(): Promise<Bystanders> {
  const folder = await mkdtemp(join(tmpdir(), `parley-test-${process.pid}-`));
  const quiet = ['--rate-limits', 'off', '--log-level', 'silent', '--name', 'home.example'];
  const config = parseServerConfig({ argv: ['--port', '0', '--data', folder, ...quiet], env: {} });
  if (!config.ok) throw new Error(config.message);
  const server = await startServer(config.value);
  const enter = async (name: string) => registerAs(await openWire(server.url), server, name);
  const [alice, bob, mallory] = [await enter('alice'), await enter('bob'), await enter('mallory')];
  mallory.socket.close();
  const lobby = lobbyId(serverName.parse(server.name));
  const speak = createSpeaker(alice, lobby);

  return {
    url: server.url,
    token: mallory.token,
    validRequest: (name) => validRequests(mallory.registration, lobby)[name],
    talk: async () => {
      const arrived = bob.next('conversations:records');
      const began = performance.now();
      expect(await speak()).toMatchObject({ ok: true });
      expect(await arrived).toMatchObject({ conversation: lobby });
      expect(performance.now() - began).toBeLessThan(1_000);
    },
    stop: async () => {
      for (const { socket } of [alice, bob]) socket.close();
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}

type Registered = Awaited<ReturnType<typeof registerAs>>;

function createSpeaker(speaker: Registered & WireClient, lobby: ReturnType<typeof lobbyId>) {
  const { device } = speaker.identity;
  let counter = 0;
  return () => {
    counter += 1;
    const header = {
      kind: 'public',
      conversation: lobby,
      epoch: 0,
      epochId: noDigest,
      device: device.id,
      counter,
      message: messageId.parse(randomBytes(16).toString('base64url')),
      seenSeq: 0,
      seenHash: noDigest,
      countsAsUnread: true,
      lifetime: 0,
    } as const;
    const body = utf8(JSON.stringify({ type: 'text', text: 'still here', sentAt: 1 }));
    const frame = signPublicFrame(header, body, device.seed);
    if (!frame.ok) throw new Error(frame.code);
    return speaker.ask('conversations:send', { conversation: lobby, frame: frame.value });
  };
}

function validRequests(
  registration: RequestOf<'account:register'>,
  conversation: ReturnType<typeof lobbyId>,
): { readonly [Name in RequestName]: Readonly<Record<string, unknown>> } {
  const address = 'alice@parley.example';
  const { username, device, authKey, recoveryAuth, manifest, vault } = registration;
  return {
    'account:pre-login': { username },
    'account:register': { ...registration, invite: 'x', initialAuthKey: authKey },
    'account:sign-in': { username, authKey, device },
    'account:recover': { username, recoveryAuth, device },
    'account:sign-out': {},
    'account:get': {},
    'account:publish': { manifest, vault, marks: sealed(1) },
    'account:removal': { username, device },
    'account:save-marks': { marks: sealed(1), notify: true },
    'account:change-password': { proof: { authKey }, newAuthKey: secretOf('new'), vault },
    'account:delete': { authKey, manifest },
    'account:sessions': {},
    'people:search': { query: 'x', onlineOnly: true, after: address },
    'people:manifests': { addresses: [address] },
    'people:set-status': { status: 'away' },
    'conversations:list': { after: conversation },
    'conversations:change': { conversation, change: Buffer.alloc(100) },
    'conversations:changes': { conversation, afterEpoch: 0 },
    'conversations:forget': { conversation },
    'conversations:send': { conversation, frame: Buffer.alloc(200) },
    'conversations:erase': { conversation, seqs: [1] },
    'conversations:history': { conversation, before: 1, after: 1, limit: 10 },
    'conversations:catch-up': { conversations: [{ conversation, after: 1, afterEpoch: 0 }] },
    'conversations:mark': { positions: [{ conversation, read: 1, received: 1 }] },
    'conversations:type': { conversation },
    'reports:file': { conversation, reported: 1, frames: [{ seq: 1, key: Buffer.alloc(44) }] },
    'reports:list': { after: 'r'.repeat(22) },
    'reports:remove': { report: 'r'.repeat(22) },
  };
}
