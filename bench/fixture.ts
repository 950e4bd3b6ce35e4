// A data folder on which a server can be started: accounts with real keys, signed in, pairs of them with a
// conversation whose key is sealed to both. Made without the server, which would hash a password for each account.

import { sealFrame } from '../engine/encryption/frames.ts';
import { utf8 } from '../protocol/bytes.ts';
import { PROTOCOL_VERSION } from '../protocol/protocol.ts';
import { openIdentity } from '../server/accounts/server-identity.ts';
import { openSessions, type Sessions } from '../server/sessions/sessions.ts';
import {
  type ConversationServer,
  type ConversationUser,
  SERVER,
  startConversations,
} from '../test/support/conversation-server.ts';
import type { Channel } from './conversing.ts';

export const SERVER_NAME: string = SERVER;
export const TEXT = 'x'.repeat(300);

export interface BenchFixture {
  readonly channels: readonly Channel[];
  /** The handshakes of the connections that only wait, beside those that talk. */
  readonly idle: readonly object[];
}

/** What fills a folder, in which a server can be started afterwards under the same name. */
export async function startFixture(folder: string): Promise<ConversationServer> {
  const server = await startConversations(folder);
  await openIdentity(server.store, { name: SERVER });
  return server;
}

/** Fills a folder. A person takes about five milliseconds. */
export async function createFixture(folder: string, pairs: number, idle = 0): Promise<BenchFixture> {
  const server = await startFixture(folder);
  const sessions = await openSessions(server.store, server.bus, Date.now);
  const channels: Channel[] = [];
  for (let pair = 0; pair < pairs; pair += 1) channels.push(await createPair(server, sessions, pair));
  const waiting: object[] = [];
  for (let one = 0; one < idle; one += 1) {
    waiting.push(await signIn(server, sessions, await server.person(`idle${one}`)));
  }
  await server.stop();
  return { channels, idle: waiting };
}

async function createPair(server: ConversationServer, sessions: Sessions, pair: number): Promise<Channel> {
  const alice = await server.person(`alice${pair}`);
  const bob = await server.person(`bob${pair}`);
  const { bytes, change, epochId, epochKey } = await alice.change([bob]);
  const { conversation } = change;
  await alice.get('conversations:change', { conversation, change: bytes });
  alice.follow(conversation, 1, epochId);
  const body = utf8(JSON.stringify({ type: 'text', text: TEXT, sentAt: Date.now() }));
  const sealed = sealFrame(alice.header(conversation), body, epochKey, alice.identity.device.seed);
  if (!sealed.ok) throw new Error(sealed.code);
  return {
    conversation,
    frame: Buffer.from(sealed.value),
    counter: 1,
    sender: await signIn(server, sessions, alice),
    receiver: await signIn(server, sessions, bob),
  };
}

async function signIn(
  { store }: ConversationServer,
  sessions: Sessions,
  person: ConversationUser,
): Promise<object> {
  const { token, change } = sessions.prepare(person.username, person.identity.device.id);
  await store.commit([change]);
  return { protocol: PROTOCOL_VERSION, token };
}

/** The same channels for the relay, whose rooms are the conversations. */
export function relayChannels(channels: readonly Channel[], frame?: Buffer): Channel[] {
  return channels.map((channel) => ({
    ...channel,
    ...(frame && { frame }),
    sender: { room: channel.conversation },
    receiver: { room: channel.conversation },
  }));
}
