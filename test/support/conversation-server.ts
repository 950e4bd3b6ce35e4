// The server's people and conversations on a real store and directory, without sockets:
// `const alice = await server.person('alice')`.
import { join } from 'node:path';
import { createChange } from '../../engine/encryption/epoch-changes.ts';
import { signPublicFrame } from '../../engine/encryption/frames.ts';
import { signManifest } from '../../engine/encryption/manifests.ts';
import { randomBytes } from '../../engine/encryption/primitives.ts';
import { directConversationId, lobbyId } from '../../node/conversation-ids.ts';
import { concat, toBase64url, utf8 } from '../../protocol/bytes.ts';
import type { RequestOf, ResponseOf } from '../../protocol/events.ts';
import { encodeFrameHeader, type FrameHeader, noDigest } from '../../protocol/frames.ts';
import { type ConversationId, type Digest, messageId, serverName, username } from '../../protocol/ids.ts';
import { putBlob } from '../../server/accounts/documents.ts';
import { openDirectory } from '../../server/accounts/stored-directory.ts';
import { ProcessBus } from '../../server/cluster/process-bus.ts';
import { createConversations } from '../../server/conversations/conversations.ts';
import type { Handlers } from '../../server/gateway/handlers.ts';
import { createPeople } from '../../server/people/people.ts';
import { openEmbeddedStore } from '../../server/store/embedded/embedded.ts';
import type { Store } from '../../server/store/store.ts';
import { createIdentity, type Identity, verifiedManifestOf } from './identities.ts';
import { RecordingConnections } from './recording-connections.ts';
import { silentLogger } from './silent-logger.ts';

export const SERVER = serverName.parse('test.example');
export const lobby = lobbyId(SERVER);

type Rooms = Pick<Handlers, Extract<keyof Handlers, `conversations:${string}` | `people:${string}`>>;
type Name = keyof Rooms;

/** The real store of a folder. `wrap` may put a fault between it and the rooms. */
export async function startConversations(folder: string, wrap = (store: Store): Store => store) {
  const embedded = await openEmbeddedStore({
    folder: join(folder, 'store'),
    onWarning: () => undefined,
    onFatal: (error) => {
      throw error;
    },
  });
  const store = wrap(embedded);
  const connections = new RecordingConnections();
  const bus = new ProcessBus(connections);
  const directory = await openDirectory(store, bus, SERVER);
  const people = createPeople({ directory, bus });
  const rooms = await createConversations({
    store,
    directory,
    bus,
    dataFolder: folder,
    logger: silentLogger,
  });
  const handlers: Rooms = { ...people.handlers, ...rooms.handlers };

  /** A user with an account, connected; an identity that is registered already only connects. */
  async function person(name: string, known?: Identity) {
    const identity = known ?? (await createIdentity(`${name}@${SERVER}`));
    const who = username.parse(name);
    if (!directory.find(who)) {
      const { manifest, account, device } = identity;
      const entry = {
        username: who,
        displayName: name,
        role: 'member',
        status: 'normal',
        accountKey: manifest.accountKey,
        devices: new Map([[device.id, toBase64url(device.publicKey)]]),
      } as const;
      const signed = signManifest(manifest, account.seed);
      await directory.put(entry, [putBlob('manifests', who, signed)]);
    }
    return new ConversationUser(identity, handlers, connections);
  }

  return {
    store,
    directory,
    connections,
    bus,
    handlers,
    person,
    /** Leaves the rooms as they are, as a crash does. */
    crash: async () => {
      people.stop();
      await embedded.close();
    },
    stop: async () => {
      people.stop();
      await rooms.close();
      await embedded.close();
    },
  };
}

export type ConversationServer = Awaited<ReturnType<typeof startConversations>>;

type Offer = Partial<FrameHeader> & { readonly body?: Uint8Array };

export class ConversationUser {
  readonly identity: Identity;
  readonly username;
  readonly address;
  readonly session;
  readonly connection;
  readonly #handlers: Rooms;
  readonly #connections: RecordingConnections;
  readonly #counters = new Map<ConversationId, number>();
  readonly #epochs = new Map<ConversationId, { readonly epoch: number; readonly epochId: Digest }>();

  constructor(identity: Identity, handlers: Rooms, connections: RecordingConnections) {
    this.identity = identity;
    this.#handlers = handlers;
    this.#connections = connections;
    this.address = identity.address;
    this.username = username.parse(identity.address.split('@')[0]);
    this.session = { id: `session-${this.username}`, username: this.username, device: identity.device.id };
    this.connection = connections.connect(this.session);
  }

  /** Another connection of the same device. */
  connectAgain() {
    return this.#connections.connect(this.session);
  }

  ask<Asked extends Name>(name: Asked, request: RequestOf<Asked>): ReturnType<Rooms[Asked]>;
  ask(name: Name, request: unknown) {
    // The overload has tied the request to its name.
    const handle = this.#handlers[name] as (request: unknown, caller: object) => Promise<unknown>;
    return handle(request, { session: this.session, connection: this.connection });
  }

  /** The answer's value. Throws when it is a refusal. */
  async get<Asked extends Name>(name: Asked, request: RequestOf<Asked>): Promise<ResponseOf<Asked>> {
    const answer = await this.ask(name, request);
    if (!answer.ok) throw new Error(`${name} was refused: ${answer.code}`);
    // Every handler answers with the response of its name.
    return answer.value as ResponseOf<Asked>;
  }

  /** The signed change that sets an epoch, sealed to everybody's mailbox. */
  async change(others: readonly ConversationUser[], epoch = 1, previous?: Digest) {
    const members = [...new Set<ConversationUser>([this, ...others])].map(({ identity }) => identity);
    return createChange({
      conversation: directConversationId(...members.map(({ address }) => address)),
      kind: 'direct',
      hub: SERVER,
      epoch,
      previous,
      author: this.identity.address,
      device: this.identity.device.id,
      deviceSeed: this.identity.device.seed,
      members: members.map((member) => ({ role: 'member', manifest: verifiedManifestOf(member) })),
      at: new Date(),
    });
  }

  /** Makes a direct conversation, or sets its next epoch, and lets everybody know the key. */
  async open(others: readonly ConversationUser[], epoch = 1, previous?: Digest): Promise<ConversationId> {
    const { bytes, change, epochId } = await this.change(others, epoch, previous);
    await this.get('conversations:change', { conversation: change.conversation, change: bytes });
    for (const one of [this, ...others]) one.follow(change.conversation, epoch, epochId);
    return change.conversation;
  }

  follow(conversation: ConversationId, epoch: number, epochId: Digest): void {
    this.#epochs.set(conversation, { epoch, epochId });
  }

  /** The same person at another life of the server, with all that the device remembers. */
  async returnTo(server: ConversationServer): Promise<ConversationUser> {
    const returned = await server.person(this.username, this.identity);
    for (const [conversation, counter] of this.#counters) returned.#counters.set(conversation, counter);
    for (const [conversation, epoch] of this.#epochs) returned.#epochs.set(conversation, epoch);
    return returned;
  }

  /** The header of this device's next frame. */
  header(conversation: ConversationId, offer: Offer = {}): FrameHeader {
    const counter = offer.counter ?? (this.#counters.get(conversation) ?? 0) + 1;
    this.#counters.set(conversation, counter);
    const { body: _, ...given } = offer;
    return {
      kind: conversation === lobby ? 'public' : 'sealed',
      conversation,
      ...(this.#epochs.get(conversation) ?? { epoch: 0, epochId: noDigest }),
      device: this.identity.device.id,
      message: messageId.parse(toBase64url(randomBytes(16))),
      seenSeq: 0,
      seenHash: noDigest,
      countsAsUnread: true,
      lifetime: 0,
      ...given,
      counter,
    };
  }

  /** What looks sealed to the server. */
  sealed(conversation: ConversationId, offer: Offer = {}): Uint8Array {
    return concat(encodeFrameHeader(this.header(conversation, offer)), offer.body ?? randomBytes(320));
  }

  send(conversation: ConversationId, offer: Offer = {}) {
    return this.ask('conversations:send', { conversation, frame: this.sealed(conversation, offer) });
  }

  publicFrame(text: string, offer: Offer = {}): Uint8Array {
    const body = offer.body ?? utf8(JSON.stringify({ type: 'text', text, sentAt: 1 }));
    const signed = signPublicFrame(this.header(lobby, offer), body, this.identity.device.seed);
    if (!signed.ok) throw new Error(signed.code);
    return signed.value;
  }

  say(text: string, offer: Offer = {}) {
    return this.ask('conversations:send', { conversation: lobby, frame: this.publicFrame(text, offer) });
  }

  async summary(conversation: ConversationId) {
    const { conversations } = await this.get('conversations:list', {});
    return conversations.find(({ id }) => id === conversation);
  }
}
