// A data folder on which a server can be started: accounts with real keys, signed in, pairs of them with a
// conversation whose key is sealed to both. Made without the server, which would hash a password for each account.

import { type CreatedChange, createChange } from '../engine/encryption/epoch-changes.ts';
import { sealFrame } from '../engine/encryption/frames.ts';
import { randomBytes } from '../engine/encryption/primitives.ts';
import { toBase64url, utf8 } from '../protocol/bytes.ts';
import { type ConversationId, conversationId } from '../protocol/ids.ts';
import { PROTOCOL_VERSION } from '../protocol/protocol.ts';
import { openIdentity } from '../server/accounts/server-identity.ts';
import { openSessions, type Sessions } from '../server/sessions/sessions.ts';
import {
  type ConversationServer,
  type ConversationUser,
  SERVER,
  startConversations,
} from '../test/support/conversation-server.ts';
import { verifiedManifestOf } from '../test/support/identities.ts';
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
  return {
    conversation,
    frame: sealText(alice, conversation, epochKey),
    counter: 1,
    sender: await signIn(server, sessions, alice),
    receivers: [await signIn(server, sessions, bob)],
  };
}

/** A group of so many accounts, the first of which writes and the others read. */
export async function createGroupFixture(folder: string, size: number): Promise<Channel> {
  const server = await startFixture(folder);
  const sessions = await openSessions(server.store, server.bus, Date.now);
  const people: ConversationUser[] = [];
  for (let nth = 0; nth < size; nth += 1) people.push(await server.person(`member${nth}`));
  const [sender, ...others] = people;
  if (!sender) throw new Error('a group has a member');
  const made = await foundGroup(sender, people);
  const { conversation } = made.change;
  const receivers: object[] = [];
  for (const one of others) receivers.push(await signIn(server, sessions, one));
  const frame = sealText(sender, conversation, made.epochKey);
  const channel = {
    conversation,
    frame,
    counter: 1,
    sender: await signIn(server, sessions, sender),
    receivers,
  };
  await server.stop();
  return channel;
}

/** The founder owns the group, and writes in it next. */
export async function foundGroup(
  founder: ConversationUser,
  people: readonly ConversationUser[],
): Promise<CreatedChange> {
  const { identity, address } = founder;
  const made = await createChange({
    conversation: conversationId.parse(toBase64url(randomBytes(32))),
    ...{ kind: 'group', hub: SERVER, epoch: 1, author: address, at: new Date() },
    ...{ device: identity.device.id, deviceSeed: identity.device.seed },
    members: people.map((one) => ({
      role: one === founder ? 'owner' : 'member',
      manifest: verifiedManifestOf(one.identity),
    })),
    group: { profile: { title: 'Bench' }, settings: { posting: 'everyone', history: 'from-joining' } },
  });
  const { conversation } = made.change;
  await founder.get('conversations:change', { conversation, change: made.bytes });
  founder.follow(conversation, 1, made.epochId);
  return made;
}

export function sealText(from: ConversationUser, conversation: ConversationId, key: Uint8Array): Buffer {
  const body = utf8(JSON.stringify({ type: 'text', text: TEXT, sentAt: Date.now() }));
  const sealed = sealFrame(from.header(conversation), body, key, from.identity.device.seed);
  if (!sealed.ok) throw new Error(sealed.code);
  return Buffer.from(sealed.value);
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
    receivers: channel.receivers.map(() => ({ room: channel.conversation })),
  }));
}
