// A whole client of docs/protocol.md, written from the documents: it imports nothing of the product and shares no
// code with it. What it needs and can't learn there is missing there.
import { randomBytes } from 'node:crypto';
import {
  type Account,
  type Device,
  type Documents,
  newContents,
  newDevice,
  noMarks,
  openAccount,
  verifyNothingWithheld,
} from './account.ts';
import { toBytes, toText } from './base64url.ts';
import { createChange, needsNewEpoch } from './changes.ts';
import { Conversation, type Message, type Reader } from './conversation.ts';
import { type Header, sealFrame, signPublicFrame } from './frames.ts';
import { keyOf, keysOfPassword, keysOfRecovery, wordsOf } from './keys.ts';
import { lock } from './locked-messages.ts';
import { type LogRecord, noHash, readPage } from './log.ts';
import { firstManifest, nextManifest, type SignedManifest, verifyManifest } from './manifests.ts';
import { type Mark, sealMarks } from './marks.ts';
import { directId, lobbyId } from './names.ts';
import { Refused } from './refusals.ts';
import { safetyNumber } from './safety-number.ts';
import { connectSignedOut, type SignedOutConnection } from './signed-out-connection.ts';
import { createVault, type Keks, sealVault, withDevice, withPassword } from './vault.ts';
import { Wire } from './wire.ts';

interface Row {
  readonly id: string;
  readonly kind: 'public' | 'direct' | 'group';
  readonly epoch: number;
  readonly head: number;
}

interface Sent {
  readonly seq: number;
  readonly at: number;
}

interface Credentials {
  readonly username: string;
  readonly password: string;
  /** Where the account needs them on a new computer. */
  readonly words?: string;
}

interface Recovery {
  readonly username: string;
  readonly words: string;
  readonly newPassword: string;
}

const NO_DIGEST = toText(noHash);

export class SecondClient implements Reader {
  readonly #url: string;
  readonly hub: string;
  readonly #device: Device;
  readonly #manifests = new Map<string, SignedManifest>();
  readonly #conversations = new Map<string, Conversation>();
  #ahead = 0;
  /** What went wrong with a push. */
  readonly faults: unknown[] = [];
  #wire: Wire;
  #token: string;
  #account: Account;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(connection: SignedOutConnection, device: Device, token: string, account: Account) {
    this.#url = connection.url;
    this.hub = connection.preLogin.serverName;
    this.#wire = connection.wire;
    this.#device = device;
    this.#token = token;
    this.#account = account;
    this.#manifests.set(account.address, account.manifest);
    connection.pushes.onPush = (name, fields) => this.#pushed(name, fields);
  }

  /** The client, and the words that recover its account. */
  static async register(url: string, { username, password }: Credentials) {
    const connection = await connectSignedOut(url, username);
    const address = `${username}@${connection.preLogin.serverName}`;
    const keys = keysOfPassword(password, username, connection.preLogin);
    const recoveryKey = randomBytes(32);
    const recovery = keysOfRecovery(recoveryKey);
    const device = newDevice('Second client');
    const contents = newContents({ device: device.id, kek: device.kek });
    const { accountSeed, mailboxKeys, marksKey } = contents;
    const mailbox = { generation: 1, key: mailboxKeys[0]?.publicKey ?? '' };
    const manifest = firstManifest(address, toBytes(accountSeed), { devices: [device.listed], mailbox });
    const vault = createVault(address, contents, { password: keys.kek, recovery: recovery.kek });
    const { token } = await connection.wire.ask<{ token: string }>('account:register', {
      ...{ username, authKey: keys.auth, recoveryAuth: recovery.auth, device: device.id },
      ...{ manifest: manifest.bytes, vault: sealVault(vault) },
      marks: sealMarks(toBytes(marksKey), address, 0, noMarks),
    });
    const account = { address, manifest, vault, marks: { version: 0, marks: noMarks } };
    const client = new SecondClient(connection, device, token, account);
    await client.#start();
    return { client, words: wordsOf(recoveryKey) };
  }

  static async signIn(url: string, { username, password, words }: Credentials): Promise<SecondClient> {
    const connection = await connectSignedOut(url, username);
    const keys = keysOfPassword(password, username, connection.preLogin);
    const keks = { password: keys.kek, ...(words && { recovery: keysOfRecovery(keyOf(words)).kek }) };
    return SecondClient.#enter(connection, username, { authKey: keys.auth }, keks);
  }

  /** Signs in with the recovery words and sets the new password. */
  static async recover(url: string, { username, words, newPassword }: Recovery): Promise<SecondClient> {
    const connection = await connectSignedOut(url, username);
    const recovery = keysOfRecovery(keyOf(words));
    const proof = { recoveryAuth: recovery.auth };
    const client = await SecondClient.#enter(connection, username, proof, { recovery: recovery.kek });
    const keys = keysOfPassword(newPassword, username, connection.preLogin);
    const vault = withPassword(client.#account.vault, keys.kek);
    await client.#wire.ask('account:change-password', {
      proof,
      newAuthKey: keys.auth,
      vault: sealVault(vault),
    });
    client.#account = { ...client.#account, vault };
    return client;
  }

  static async #enter(
    connection: SignedOutConnection,
    username: string,
    proof: { readonly authKey: string } | { readonly recoveryAuth: string },
    keks: Keks,
  ): Promise<SecondClient> {
    const device = newDevice('Second client');
    const { token, ...documents } = await connection.wire.ask<Documents & { token: string }>(
      'authKey' in proof ? 'account:sign-in' : 'account:recover',
      { username, ...proof, device: device.id },
    );
    const address = `${username}@${connection.preLogin.serverName}`;
    const account = openAccount(documents, address, keks);
    const client = new SecondClient(connection, device, token, account);
    await client.#list(device);
    await client.#start();
    return client;
  }

  /** Publishes the manifest that lists this device, too. */
  async #list(device: Device): Promise<void> {
    const { manifest, vault } = this.#account;
    const devices = [...manifest.manifest.devices, device.listed];
    const next = nextManifest(manifest, toBytes(vault.contents.accountSeed), { devices });
    const withIt = withDevice(vault, { device: device.id, kek: device.kek });
    await this.#wire.ask('account:publish', { manifest: next.bytes, vault: sealVault(withIt) });
    this.#account = { ...this.#account, manifest: next, vault: withIt };
    this.#manifests.set(this.address, next);
  }

  get address(): string {
    return this.#account.address;
  }

  get device(): string {
    return this.#device.id;
  }

  get mailboxKeys() {
    return this.#account.vault.contents.mailboxKeys;
  }

  /** Every conversation that the server lists, taken in to its end. */
  #start(): Promise<void> {
    return this.#inTurn(async () => {
      const rows = await this.#rows();
      verifyNothingWithheld(this.#account.marks.marks, rows);
      for (const { id, kind } of rows) await this.#catchUp(this.#open(id, kind));
    });
  }

  async #rows(): Promise<readonly Row[]> {
    const rows: Row[] = [];
    for (let more = true; more; ) {
      const after = rows.at(-1)?.id;
      const page = await this.#wire.ask<{ conversations: readonly Row[]; more: boolean; now: number }>(
        'conversations:list',
        after === undefined ? {} : { after },
      );
      rows.push(...page.conversations);
      this.#ahead = page.now - Date.now();
      more = page.more;
    }
    return rows;
  }

  serverTime(): number {
    return Date.now() + this.#ahead;
  }

  #open(id: string, kind: Row['kind']): Conversation {
    if (kind === 'group') throw new Refused('not-supported', { method: 'A group conversation' });
    const known = this.#conversations.get(id) ?? new Conversation(id, kind, this);
    this.#conversations.set(id, known);
    return known;
  }

  #known(id: string): Conversation {
    const known = this.#conversations.get(id);
    if (!known) throw new Refused('no-such-conversation');
    return known;
  }

  lobby(): string {
    return this.#known(lobbyId(this.hub)).id;
  }

  /** The conversation with this user, which their first epoch makes. */
  openDirect(username: string): Promise<string> {
    return this.#inTurn(async () => {
      const peer = await this.#freshManifest(`${username}@${this.hub}`);
      const id = directId([this.address, peer.manifest.address]);
      const conversation = this.#open(id, 'direct');
      const own = await this.#freshManifest(this.address);
      if (conversation.head === 0) await this.#makeEpoch(conversation, [own, peer]);
      return id;
    });
  }

  messages(id: string): readonly Message[] {
    return this.#known(id).messages();
  }

  unreadAfter(id: string, read: number): number {
    return this.#known(id).unreadAfter(read);
  }

  epochOf(id: string): number {
    return this.#known(id).epoch?.change.epoch ?? 0;
  }

  /** The id of the message. */
  send(id: string, text: string, more: { replyTo?: string; mentions?: readonly string[] } = {}) {
    return this.#sendContent(id, { type: 'text', text, ...more, sentAt: Date.now() });
  }

  /** 5.18. */
  sendLocked(id: string, text: string, passphrase: string, hint: string): Promise<string> {
    return this.#sendContent(id, { type: 'locked', ...lock(text, passphrase), hint, sentAt: Date.now() });
  }

  /** 5.19, in a conversation without admins. */
  setDisappearing(id: string, disappearing: number): Promise<string> {
    return this.#sendContent(id, { type: 'settings', disappearing, sentAt: Date.now() }, false);
  }

  /** 5.12. */
  react(id: string, target: string, emoji: string, revision?: string): Promise<string> {
    const said = {
      type: 'reaction',
      target,
      emoji,
      on: true,
      ...(revision && { revision }),
      sentAt: Date.now(),
    };
    return this.#sendContent(id, said, false);
  }

  edit(id: string, target: string, text: string): Promise<string> {
    return this.#sendContent(id, { type: 'edit', target, text, sentAt: Date.now() }, false);
  }

  /** 5.17. */
  pin(id: string, target: string, on = true): Promise<string> {
    return this.#sendContent(id, { type: 'pin', target, on, sentAt: Date.now() }, false);
  }

  pinned(id: string): readonly string[] {
    return this.#known(id).pinned();
  }

  /** 5.15, in a conversation without admins. */
  async delete(id: string, target: string): Promise<void> {
    const { seqs, edits } = this.#known(id).placesOf(target);
    await this.#sendContent(id, { type: 'delete', target, edits, sentAt: Date.now() }, false);
    await this.#wire.ask('conversations:erase', { conversation: id, seqs });
  }

  #sendContent(id: string, content: object, countsAsUnread = true): Promise<string> {
    return this.#inTurn(async () => {
      const conversation = this.#known(id);
      const message = toText(randomBytes(16));
      const body = Buffer.from(JSON.stringify(content));
      await this.#settle(conversation, (counter) =>
        this.#sendFrame(conversation, { message, counter, countsAsUnread }, body),
      );
      return message;
    });
  }

  /** 5.6: what the server refuses for its place is sealed anew once this client has what it lacked. */
  async #settle(conversation: Conversation, attempt: (counter: number) => Promise<void>): Promise<void> {
    let counter = conversation.lastCounter(this.device) + 1;
    for (let tries = 1; ; tries += 1) {
      try {
        return await attempt(counter);
      } catch (error) {
        if (!(error instanceof Refused) || !SETTLED.has(error.code) || tries === 5) throw error;
        await this.#catchUp(conversation);
        counter = Number(error.facts.expected ?? conversation.lastCounter(this.device) + 1);
      }
    }
  }

  async #sendFrame(
    conversation: Conversation,
    own: Pick<Header, 'message' | 'counter' | 'countsAsUnread'>,
    body: Buffer,
  ): Promise<void> {
    const isPublic = conversation.kind === 'public';
    if (!isPublic) await this.#renewEpoch(conversation);
    const { epoch } = conversation;
    const header: Header = {
      ...{ kind: isPublic ? 'public' : 'sealed', conversation: conversation.id },
      ...{ epoch: epoch?.change.epoch ?? 0, epochId: epoch?.id ?? NO_DIGEST },
      ...{ device: this.device, ...own, lifetime: own.countsAsUnread ? conversation.disappearing : 0 },
      ...{ seenSeq: conversation.head, seenHash: conversation.hash },
    };
    const frame = epoch?.key
      ? sealFrame(header, body, epoch.key, this.#device.seed)
      : signPublicFrame(header, body, this.#device.seed);
    const sent = await this.#wire.ask<Sent>('conversations:send', { conversation: conversation.id, frame });
    await this.#takeOwn(conversation, { kind: 'frame', ...sent, body: frame });
  }

  /** 5.7: the record is made from the answer. */
  async #takeOwn(
    conversation: Conversation,
    { kind, seq, at, body }: Pick<LogRecord, 'kind' | 'seq' | 'at' | 'body'>,
  ): Promise<void> {
    const isNext = await conversation.take({ kind, seq, at, sender: this.address, body });
    if (!isNext) await this.#catchUp(conversation);
  }

  async #renewEpoch(conversation: Conversation): Promise<void> {
    const manifests = await this.#membersOf(conversation);
    const said = manifests.map(({ manifest }) => manifest);
    if (needsNewEpoch(conversation.epoch, said, Date.now())) await this.#makeEpoch(conversation, manifests);
  }

  #membersOf({ epoch }: Conversation): Promise<readonly SignedManifest[]> {
    const members = epoch?.change.members ?? [];
    return Promise.all(members.map(({ address }) => this.#freshManifest(address)));
  }

  /** Sets a new key without waiting for a reason to (4.8). */
  renewKey(id: string): Promise<void> {
    return this.#inTurn(async () => {
      const conversation = this.#known(id);
      await this.#makeEpoch(conversation, await this.#membersOf(conversation));
    });
  }

  /** 4.6: of two changes at once one wins, and either gives a key. */
  async #makeEpoch(conversation: Conversation, manifests: readonly SignedManifest[]): Promise<void> {
    const author = { address: this.address, device: this.device, seed: this.#device.seed, hub: this.hub };
    const members = manifests.map(({ manifest }) => manifest);
    const change = createChange(author, members, conversation.epoch);
    try {
      const made = await this.#wire.ask<Sent>('conversations:change', {
        conversation: conversation.id,
        change,
      });
      await this.#takeOwn(conversation, { kind: 'change', ...made, body: change });
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'version-conflict') throw error;
      await this.#catchUp(conversation);
    }
  }

  async #catchUp(conversation: Conversation): Promise<void> {
    for (let more = true; more; ) {
      const page = await this.#wire.ask<{ page: Uint8Array; hashBefore: string; more: boolean }>(
        'conversations:history',
        { conversation: conversation.id, after: conversation.head, limit: 200 },
      );
      conversation.verifyHash(page.hashBefore);
      for (const record of readPage(page.page)) await conversation.take(record);
      more = page.more;
    }
  }

  #pushed(name: string, fields: unknown): void {
    const work = this.#inTurn(async () => {
      if (name === 'conversations:records') {
        await this.#takePage(fields as { conversation: string; page: Uint8Array });
      }
      if (name === 'conversations:changed') {
        const { id, kind } = (fields as { conversation: Row }).conversation;
        await this.#catchUp(this.#open(id, kind));
      }
    });
    work.catch((error) => this.faults.push(error));
  }

  async #takePage({ conversation: id, page }: { conversation: string; page: Uint8Array }): Promise<void> {
    const conversation = this.#open(id, id === lobbyId(this.hub) ? 'public' : 'direct');
    for (const record of readPage(page)) {
      if (!(await conversation.take(record))) return this.#catchUp(conversation);
    }
  }

  /** The known manifest, asked for anew where it doesn't list the device. */
  async manifestOf(address: string, device: string): Promise<SignedManifest> {
    const known = this.#manifests.get(address);
    return known?.manifest.devices.some(({ id }) => id === device) ? known : this.#freshManifest(address);
  }

  async #freshManifest(address: string): Promise<SignedManifest> {
    const { manifests } = await this.#wire.ask<{ manifests: readonly { manifest: Uint8Array }[] }>(
      'people:manifests',
      { addresses: [address] },
    );
    const bytes = manifests[0]?.manifest;
    if (!bytes) throw new Refused('no-such-user');
    const manifest = verifyManifest(bytes, address, this.#manifests.get(address));
    this.#manifests.set(address, manifest);
    if (address === this.address) this.#account = { ...this.#account, manifest };
    return manifest;
  }

  /** Reads to the end; what stays unread according to the server. */
  async markRead(id: string): Promise<number> {
    const read = this.#known(id).head;
    const { conversations } = await this.#wire.ask<{ conversations: readonly { unread: number }[] }>(
      'conversations:mark',
      { positions: [{ conversation: id, read, received: read }] },
    );
    return conversations[0]?.unread ?? 0;
  }

  /** 3.6. */
  async saveMarks(): Promise<void> {
    const { marks, vault, manifest } = this.#account;
    const seen: [string, Mark][] = [...this.#conversations.values()].map(({ id, head, epoch }) => {
      const before = marks.marks.conversations[id];
      return [id, { ...before, epoch: epoch?.change.epoch ?? 0, seq: head }];
    });
    const next = {
      version: marks.version + 1,
      marks: { manifestVersion: manifest.manifest.version, conversations: Object.fromEntries(seen) },
    };
    const key = toBytes(vault.contents.marksKey);
    await this.#wire.ask('account:save-marks', {
      marks: sealMarks(key, this.address, next.version, next.marks),
    });
    this.#account = { ...this.#account, marks: next };
  }

  async safetyNumber(username: string): Promise<string> {
    const peer = await this.#freshManifest(`${username}@${this.hub}`);
    return safetyNumber(this.#account.manifest.manifest, peer.manifest);
  }

  /** Connects anew with the token of the session and takes in what came in between. */
  async connectAgain(): Promise<void> {
    this.#wire = await Wire.connect(this.#url, (name, fields) => this.#pushed(name, fields), this.#token);
    await this.#start();
  }

  async signOut(): Promise<void> {
    await this.#wire.ask('account:sign-out');
    this.close();
  }

  close(): void {
    this.#wire.close();
  }

  /** One thing at a time: a log is taken in in its order. */
  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

const SETTLED: ReadonlySet<string> = new Set(['stale-epoch', 'out-of-order', 'history-mismatch']);
