// What proves a conversation to a stranger: the server's records, as they are signed and chained, with the key of each frame
// whose content is shown here. A frame's own key opens nothing else. What is deleted or has disappeared here goes out as its
// digest, whatever the server still has.
import { proveFrame } from '../../node/reported-frame.ts';
import { sha256 } from '../../node/sha256.ts';
import { toBase64url } from '../../protocol/bytes.ts';
import type { Content } from '../../protocol/content/content.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { decodeFrameHeader } from '../../protocol/frames.ts';
import type { Address, ConversationId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { decodePage, decodeRecord, eraseRecord, type LogRecord } from '../../protocol/records.ts';
import type { Evidence, EvidenceRecord, ParametersOf } from '../api/api.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { findEpoch } from '../conversations/epoch-table.ts';
import { frameKeyOf } from '../encryption/frames.ts';
import { findMessage } from '../messages/message-table.ts';
import { fetchManifests } from '../people/directory.ts';

type EvidenceDependencies = Pick<ConversationDependencies, 'db' | 'account' | 'people' | 'connection'>;

const notAPage = refuse('verification-failed', { detail: 'a page of records' });

export class EvidenceReader {
  readonly #dependencies: EvidenceDependencies;

  constructor(dependencies: EvidenceDependencies) {
    this.#dependencies = dependencies;
  }

  /** The records behind `after`, from the server. */
  async read({ conversation, after = 0 }: ParametersOf<'evidence'>): Promise<Result<Evidence>> {
    const { connection } = this.#dependencies;
    const limit = limits.pageRecords;
    const page = await connection.request('conversations:history', { conversation, after, limit });
    if (!page.ok) return page;
    const encoded = decodePage(page.value.page);
    const decoded = encoded?.map(decodeRecord);
    if (!encoded || !decoded) return notAPage;
    const manifests = await this.#manifestsOf(decoded.flatMap((record) => record?.sender ?? []));
    if (!manifests.ok) return manifests;
    const records = encoded.map((bytes, index) => this.#evidenceOf(conversation, bytes, decoded[index]));
    const { hashBefore, more } = page.value;
    const last = decoded.at(-1)?.seq;
    return ok({
      hashBefore,
      records,
      more: more && records.length > 0,
      ...(last && { last }),
      manifests: manifests.value,
    });
  }

  /** As base64url: the manifest that is pinned, and those of the account's former keys. */
  async #manifestsOf(senders: readonly Address[]): Promise<Result<Evidence['manifests']>> {
    const { account, people, connection } = this.#dependencies;
    const unique = [...new Set(senders)];
    const prefetched = await people.prefetch(unique.filter((sender) => !people.cachedHistory(sender)));
    if (!prefetched.ok) return prefetched;
    const fetched = await fetchManifests(connection, unique);
    if (!fetched.ok) return fetched;
    return ok(
      Object.fromEntries(
        unique.map((sender) => {
          const pinned = account.contacts.signedManifest(sender);
          const former = fetched.value.get(sender)?.former ?? [];
          return [sender, pinned ? [pinned, ...former].map(toBase64url) : []];
        }),
      ),
    );
  }

  #evidenceOf(
    conversation: ConversationId,
    encoded: Uint8Array,
    record: LogRecord | undefined,
  ): EvidenceRecord {
    const asItIs = { record: toBase64url(encoded) };
    if (record?.kind !== 'frame') return asItIs;
    const opened = this.#open(conversation, record);
    if (opened && this.#isShown(conversation, opened)) {
      return { ...asItIs, ...(opened.key && { key: toBase64url(opened.key) }) };
    }
    return { record: toBase64url(eraseRecord(encoded, sha256) ?? encoded) };
  }

  #open(conversation: ConversationId, { body, at, sender }: LogRecord) {
    const { db, people } = this.#dependencies;
    const header = decodeFrameHeader(body);
    const history = people.cachedHistory(sender);
    if (!header || !history) return;
    const epoch = header.kind === 'sealed' ? findEpoch(db, conversation, header.epoch) : undefined;
    const key = epoch?.key && frameKeyOf(body, epoch.key);
    const proven = proveFrame({ conversation, at, frame: body, key }, history);
    return proven.ok ? { key, content: proven.content, message: header.message } : undefined;
  }

  /** Texts, locked ones too, and what they were edited to. What else is said in frames stays sealed. */
  #isShown(
    conversation: ConversationId,
    { content, message }: { readonly content: Content; readonly message: string },
  ): boolean {
    const { type } = content;
    if (type !== 'text' && type !== 'locked' && type !== 'edit') return false;
    const shown = findMessage(
      this.#dependencies.db,
      conversation,
      type === 'edit' ? content.target : message,
    );
    return shown?.kind === 'text' || shown?.kind === 'locked';
  }
}
