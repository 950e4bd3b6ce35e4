// Clauses 4.3 to 4.8 and 5.3 to 5.19 as one reader follows them: a log taken in record by record.
import { toBytes, toText } from './base64url.ts';
import { type Change, type Epoch, epochOf, splitChange, verifyChange } from './changes.ts';
import { type Header, type Opened, openFrame, openPublicFrame, readHeader } from './frames.ts';
import type { Locked } from './locked-messages.ts';
import { type LogRecord, nextHash, noHash } from './log.ts';
import { deviceOf, type SignedManifest } from './manifests.ts';
import { Refused } from './refusals.ts';
import { readDocument } from './signed-documents.ts';
import type { MailboxKey } from './vault.ts';

/** What the account knows and can ask for. */
export interface Reader {
  readonly address: string;
  readonly hub: string;
  readonly mailboxKeys: readonly MailboxKey[];
  /** 5.10: milliseconds since 1970 by the server’s clock. */
  serverTime(): number;
  /** Asked of the server anew where the device isn't listed in the one that is known. */
  manifestOf(address: string, device: string): Promise<SignedManifest>;
}

type Content =
  | {
      readonly type: 'text';
      readonly text: string;
      readonly replyTo?: string;
      readonly mentions?: readonly string[];
      readonly forwarded?: true;
      readonly sentAt: number;
    }
  | (Locked & {
      readonly type: 'locked';
      readonly hint?: string;
      readonly text?: undefined;
      readonly mentions?: undefined;
      readonly sentAt: number;
    })
  | {
      readonly type: 'edit';
      readonly target: string;
      readonly text: string;
      readonly mentions?: readonly string[];
      readonly sentAt: number;
    }
  | {
      readonly type: 'reaction';
      readonly target: string;
      readonly emoji: string;
      readonly on: boolean;
      readonly revision?: string;
      readonly sentAt: number;
    }
  | { readonly type: 'pin'; readonly target: string; readonly on: boolean; readonly sentAt: number }
  | {
      readonly type: 'delete';
      readonly target: string;
      readonly edits?: readonly string[];
      readonly text?: undefined;
      readonly sentAt: number;
    }
  | {
      readonly type: 'settings';
      readonly disappearing: number;
      readonly text?: undefined;
      readonly sentAt: number;
    };

export interface Message {
  readonly id: string;
  readonly seq: number;
  readonly at: number;
  readonly sender: string;
  readonly device: string;
  readonly text?: string;
  readonly replyTo?: string;
  readonly locked?: Locked & { readonly hint?: string };
  readonly mentions?: readonly string[];
  readonly forwarded?: true;
  /** Why there is no text, or what is to be said about it. */
  readonly reason?: string;
  readonly edited?: number;
  /** By name, with the emoji; those from before the edit that holds are marked. */
  readonly reactions?: readonly string[];
  readonly deletedBy?: string;
}

interface Reaction {
  readonly sender: string;
  readonly target: string;
  readonly emoji: string;
  readonly on: boolean;
  readonly revision?: string;
}

interface Edit {
  readonly id: string;
  readonly seq: number;
  readonly sender: string;
  readonly target: string;
  readonly text: string;
  readonly mentions?: readonly string[];
  readonly at: number;
}

interface Deletion {
  readonly sender: string;
  readonly target: string;
  readonly edits: readonly string[];
}

/** Neither content nor reason: a reader passes over it. Genuine is what the device has signed. */
interface Read {
  readonly genuine: boolean;
  readonly content?: Content;
  readonly reason?: string;
}

export class Conversation {
  readonly id: string;
  readonly kind: 'direct' | 'public';
  readonly #reader: Reader;
  readonly #hashes = new Map<number, string>();
  readonly #devicesOfIds = new Map<string, string>();
  readonly #counters = new Map<string, number>();
  readonly #epochIds = new Set<string>();
  readonly #counting: { readonly seq: number; readonly sender: string }[] = [];
  readonly #messages: Message[] = [];
  readonly #edits: Edit[] = [];
  readonly #reactions: Reaction[] = [];
  readonly #deletions: Deletion[] = [];
  #disappearing = 0;
  /** 5.17: by message, those pinned latest at the end. */
  readonly #pins = new Set<string>();
  #head = 0;
  #hash: Buffer = noHash;
  #epoch: Epoch | undefined;

  constructor(id: string, kind: 'direct' | 'public', reader: Reader) {
    this.id = id;
    this.kind = kind;
    this.#reader = reader;
  }

  get head(): number {
    return this.#head;
  }

  get hash(): string {
    return toText(this.#hash);
  }

  get epoch(): Epoch | undefined {
    return this.#epoch;
  }

  /** Seconds for which what is written now lasts (5.19). */
  get disappearing(): number {
    return this.#disappearing;
  }

  lastCounter(device: string): number {
    return this.#counters.get(device) ?? 0;
  }

  /** 6.1: a subtraction. */
  unreadAfter(read: number): number {
    return this.#counting.filter(({ seq, sender }) => seq > read && sender !== this.#reader.address).length;
  }

  /** In the order of the log, each with the text that its last edit gave it (5.12). */
  messages(): readonly Message[] {
    return this.#messages.flatMap((message) => {
      const own = this.#deletions.filter(({ sender }) => sender === message.sender);
      const isErased = message.reason === 'erased';
      if (isErased && own.some(({ edits }) => edits.includes(message.id))) return [];
      if (own.some(({ target }) => target === message.id)) return withoutWords(message);
      const edit = this.#edits.findLast(
        ({ target, sender }) => target === message.id && sender === message.sender,
      );
      if (message.text === undefined && !message.locked) return message;
      const reactions = this.#reactionsTo(message.id, message.locked ? undefined : edit?.id);
      return {
        ...(edit && !message.locked ? withRevision(message, edit) : message),
        ...(reactions.length > 0 && { reactions }),
      };
    });
  }

  /** 5.17, in a conversation without admins. */
  #takePin({ target, on }: Content & { readonly type: 'pin' }): void {
    this.#pins.delete(target);
    if (on && this.kind === 'direct') this.#pins.add(target);
  }

  /** The ids of the pinned messages, those pinned latest first. */
  pinned(): readonly string[] {
    const texts = new Set(this.messages().flatMap(({ id, text }) => (text === undefined ? [] : id)));
    return [...this.#pins].toReversed().filter((id) => texts.has(id));
  }

  /** 5.13: the last one of a sender with an emoji holds. */
  #reactionsTo(message: string, revision: string | undefined): readonly string[] {
    const all = this.#reactions.filter(({ target }) => target === message);
    const isLast = ({ sender, emoji }: Reaction, index: number) =>
      all.findLastIndex((one) => one.sender === sender && one.emoji === emoji) === index;
    return all
      .filter((one, index) => one.on && isLast(one, index))
      .map((one) => `${one.sender} ${one.emoji}${one.revision === revision ? '' : ' before the edit'}`);
  }

  /** Where a message and its edits stand, and the ids of those. */
  placesOf(target: string): { readonly seqs: readonly number[]; readonly edits: readonly string[] } {
    const edits = this.#edits.filter((edit) => edit.target === target);
    const written = this.#messages.filter(({ id }) => id === target);
    return { seqs: [...written, ...edits].map(({ seq }) => seq), edits: edits.map(({ id }) => id) };
  }

  /** Takes in what follows; false where something between is missing. */
  async take(record: LogRecord): Promise<boolean> {
    if (record.seq <= this.#head) return true;
    if (record.seq > this.#head + 1) return false;
    if (record.kind === 'change') await this.#takeChange(record).catch(passOver);
    else await this.#takeFrame(record);
    this.#hash = nextHash(this.#hash, record);
    this.#head = record.seq;
    this.#hashes.set(record.seq, this.hash);
    return true;
  }

  /** One that fails a check gives no epoch, and the log goes on (4.5). */
  async #takeChange({ body, sender, at }: LogRecord): Promise<void> {
    const { signed } = splitChange(body);
    const { device } = readDocument<Change>(signed);
    const author = await this.#reader.manifestOf(sender, device);
    const place = { conversation: this.id, hub: this.#reader.hub, sender, at, before: this.#epoch };
    const change = verifyChange(signed, place, author);
    this.#epoch = epochOf(body, change, at, this.#reader.address, this.#reader.mailboxKeys);
    this.#epochIds.add(this.#epoch.id);
  }

  async #takeFrame(record: LogRecord): Promise<void> {
    const { seq, at, sender, kind, body } = record;
    const header = readHeader(body);
    const verifiable = header && header.conversation === this.id ? header : undefined;
    if (verifiable?.countsAsUnread) this.#counting.push({ seq, sender });
    const place = { id: verifiable?.message ?? '', device: verifiable?.device ?? '', seq, at, sender };
    if (!verifiable) return this.#show({ ...place, reason: 'malformed' });
    if (kind === 'erased')
      return this.#hasExpired(verifiable, at) ? undefined : this.#show({ ...place, reason: 'erased' });
    const { genuine, content, reason } = await this.#read(verifiable, record);
    if (genuine && this.#isReplay(verifiable)) return;
    if (genuine && !this.#isFirstUse(verifiable)) return this.#show({ ...place, reason: 'reused-id' });
    if (genuine) this.#note(verifiable);
    if (genuine && this.#hasExpired(verifiable, at)) return;
    if (reason !== undefined) this.#show({ ...place, reason });
    else if (content?.type === 'settings') this.#disappearing = content.disappearing;
    else if (content?.type === 'edit')
      this.#edits.push({ ...editOf(content), ...this.#mentionsIn(content), id: place.id, seq, sender, at });
    else if (content?.type === 'reaction') this.#reactions.push({ ...content, sender });
    else if (content?.type === 'pin') this.#takePin(content);
    else if (content?.type === 'delete') this.#deletions.push({ edits: [], ...content, sender });
    else if (content)
      this.#show({
        ...{ ...place, ...wordsOf(content), ...this.#mentionsIn(content), ...this.#remarkOn(verifiable) },
      });
  }

  /** 5.16: of those who can read it. */
  #mentionsIn({ mentions = [] }: { readonly mentions?: readonly string[] | undefined }) {
    const members = this.kind === 'public' ? undefined : this.#epoch?.change.members;
    const isReader = (person: string) =>
      members === undefined || members.some(({ address }) => address === person);
    const readers = [...new Set(mentions.filter(isReader))];
    return readers.length > 0 ? { mentions: readers } : {};
  }

  #show(message: Message): void {
    this.#messages.push(message);
  }

  /** 5.3: the first place of a frame counts. */
  #isReplay({ device, message, counter }: Header): boolean {
    return this.#devicesOfIds.get(message) === device || counter <= this.lastCounter(device);
  }

  #isFirstUse({ device, message }: Header): boolean {
    return (this.#devicesOfIds.get(message) ?? device) === device;
  }

  #note({ device, message, counter }: Header): void {
    this.#devicesOfIds.set(message, device);
    this.#counters.set(device, counter);
  }

  #remarkOn({ seenSeq, seenHash }: Header): { readonly reason?: string } {
    const hash = seenSeq === 0 ? toText(noHash) : this.#hashes.get(seenSeq);
    return hash === seenHash ? {} : { reason: 'other-history' };
  }

  /** The checks of 5.3 in their order. */
  async #read(header: Header, { sender, at, body }: LogRecord): Promise<Read> {
    if ((header.kind === 'public') !== (this.kind === 'public')) return failed('malformed');
    const { manifest } = await this.#reader.manifestOf(sender, header.device);
    const device = deviceOf(manifest, header.device, at);
    if (!device) return failed('unknown-device');
    const deviceKey = toBytes(device.key);
    if (header.kind === 'public') return contentOf(header, openPublicFrame(body, deviceKey));
    const epoch = this.#epoch;
    if (!this.#epochIds.has(header.epochId)) return failed('unknown-epoch');
    if (epoch?.id !== header.epochId || epoch.change.epoch !== header.epoch) return failed('wrong-epoch');
    if (!epoch.change.members.some(({ address }) => address === sender)) return failed('not-a-member');
    if (!epoch.key) return failed('no-key');
    return contentOf(header, openFrame(body, epoch.key, deviceKey));
  }

  /** 5.10. */
  #hasExpired({ lifetime }: Pick<Header, 'lifetime'>, at: number): boolean {
    return lifetime > 0 && at + lifetime * 1_000 <= this.#reader.serverTime();
  }

  /** 5.8: the server’s hash for the position that this reader has come to. */
  verifyHash(hash: string): void {
    if (hash !== this.hash) throw new Refused('history-changed', { at: this.#head });
  }
}

function passOver(error: unknown): void {
  if (!(error instanceof Refused) || error.code !== 'verification-failed') throw error;
}

function editOf({ target, text }: Content & { readonly type: 'edit' }) {
  return { target, text };
}

/** 5.12 and 5.16: words and mentions are those of the edit. */
function withRevision({ mentions: _, ...message }: Message, { text, mentions, at }: Edit): Message {
  return { ...message, text, ...(mentions && { mentions }), edited: at };
}

/** 5.15: what is left of a deleted message is its place. */
function withoutWords({ id, seq, at, sender, device }: Message): Message {
  return { id, seq, at, sender, device, deletedBy: sender };
}

function failed(reason: string): Read {
  return { genuine: false, reason };
}

/** 5.5. */
function contentOf({ countsAsUnread }: Header, opened: Opened): Read {
  if ('reason' in opened) return failed(opened.reason);
  const content = parsed(opened.body);
  const known = content && isKnown(content) ? schemas[content.type] : undefined;
  if (content && !known) return { genuine: true, ...(countsAsUnread && { reason: 'unknown-content' }) };
  if (!content || !known?.(content, countsAsUnread)) return failed('malformed');
  return { genuine: true, content };
}

type Fields = Partial<
  Record<
    'text' | 'locked' | 'mac' | 'mentions' | 'forwarded' | 'silent' | 'on' | 'disappearing' | 'sentAt',
    unknown
  >
>;

const schemas: Readonly<Record<string, (content: Fields, countsAsUnread: boolean) => boolean>> = {
  text: ({ text, mentions, forwarded = true, silent, sentAt }) =>
    isText(text) &&
    areMentions(mentions) &&
    forwarded === true &&
    isSilence(silent) &&
    typeof sentAt === 'number',
  locked: ({ locked, mac, sentAt }) =>
    typeof locked === 'string' && typeof mac === 'string' && typeof sentAt === 'number',
  edit: ({ text, mentions, sentAt }, countsAsUnread) =>
    isText(text) && areMentions(mentions) && typeof sentAt === 'number' && !countsAsUnread,
  reaction: ({ on, sentAt }, countsAsUnread) =>
    typeof on === 'boolean' && typeof sentAt === 'number' && !countsAsUnread,
  pin: ({ on, sentAt }, countsAsUnread) =>
    typeof on === 'boolean' && typeof sentAt === 'number' && !countsAsUnread,
  delete: ({ sentAt }, countsAsUnread) => typeof sentAt === 'number' && !countsAsUnread,
  settings: ({ disappearing, sentAt }, countsAsUnread) =>
    typeof disappearing === 'number' && typeof sentAt === 'number' && !countsAsUnread,
};

function parsed(body: Buffer): Content | undefined {
  try {
    const content: unknown = JSON.parse(body.toString());
    return typeof content === 'object' && content !== null && 'type' in content
      ? (content as Content)
      : undefined;
  } catch {
    // Not JSON: the reader shows it as malformed.
    return undefined;
  }
}

/** 5.13: with an emoji that it doesn't know, a reaction is none that the reader knows. */
function isKnown(content: Content): boolean {
  return content.type !== 'reaction' || isEmoji(content.emoji);
}

function isEmoji(text: unknown): boolean {
  return typeof text === 'string' && text.length <= 32 && /^\p{RGI_Emoji}$/v.test(text);
}

function isSilence(silent: unknown): boolean {
  return silent === undefined || silent === true;
}

function areMentions(mentions: unknown): boolean {
  if (mentions === undefined) return true;
  const isAddress = (one: unknown) => typeof one === 'string' && /^[a-z0-9._-]+@[a-z0-9.-]+$/.test(one);
  return Array.isArray(mentions) && mentions.length <= 50 && mentions.every(isAddress);
}

function isText(text: unknown): boolean {
  return typeof text === 'string' && text !== '' && !text.includes('\0');
}

function wordsOf(
  content: Content & { readonly type: 'text' | 'locked' },
): Pick<Message, 'text' | 'replyTo' | 'forwarded' | 'locked'> {
  if (content.type === 'locked') return { locked: content };
  const { text, replyTo, forwarded } = content;
  return { text, ...(replyTo && { replyTo }), ...(forwarded && { forwarded }) };
}
