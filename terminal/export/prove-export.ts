// Checks an export with nothing but the file: signatures of devices that manifests list, manifests that account keys sign, and
// the chain of the log. What stays open (who holds an account key, when something was said, what follows the last record) no
// file can prove.
import { fingerprintOf } from '../../node/account-fingerprint.ts';
import { nextLogHash } from '../../node/log-hash.ts';
import { proveFrame } from '../../node/reported-frame.ts';
import { sha256 } from '../../node/sha256.ts';
import { verifySignedDocument } from '../../node/signed-documents.ts';
import { fromBase64url, toBase64url } from '../../protocol/bytes.ts';
import { decodeFrameHeader, type FrameHeader } from '../../protocol/frames.ts';
import { MANIFEST_LABEL, type Manifest, type ManifestHistory, manifest } from '../../protocol/manifest.ts';
import { decodeRecord, type LogRecord } from '../../protocol/records.ts';
import type { ExportFile } from './export-file.ts';

export interface ProvenExport {
  /** By address: the fingerprint of the account key, and how many texts are proven to be signed under it. */
  readonly signers: ReadonlyMap<string, { readonly fingerprint: string; readonly texts: number }>;
  /** Whose content is not in the file: deleted, disappeared, or nothing that is shown as a text. */
  readonly withheld: number;
  /** What can't be checked, such as a record that the exporting device could not read either. */
  readonly unproven: readonly string[];
  /** What contradicts itself: the file was altered, or never came out of Parley. */
  readonly contradictions: readonly string[];
}

export function proveExport(file: ExportFile): ProvenExport {
  return new Proof(file).run();
}

interface ProvenText {
  readonly sender: string;
  readonly text: string;
}

class Proof {
  readonly #file: ExportFile;
  readonly #unproven: string[] = [];
  readonly #contradictions: string[] = [];
  readonly #histories = new Map<string, ManifestHistory>();
  /** The running hash at each position. */
  readonly #hashes = new Map<number, string>();
  /** By the id of the message: its text, and what it was edited to. */
  readonly #texts = new Map<string, ProvenText[]>();
  readonly #signers = new Map<string, { fingerprint: string; texts: number }>();
  #withheld = 0;

  constructor(file: ExportFile) {
    this.#file = file;
  }

  run(): ProvenExport {
    for (const [address, documents] of Object.entries(this.#file.manifests))
      this.#takeManifests(address, documents);
    this.#walk();
    for (const message of this.#file.messages) this.#compare(message);
    return {
      ...{ signers: this.#signers, withheld: this.#withheld },
      ...{ unproven: this.#unproven, contradictions: this.#contradictions },
    };
  }

  /** Each former manifest is the one that the manifest after it names. */
  #takeManifests(address: string, documents: readonly string[]): void {
    const manifests: Manifest[] = [];
    let named: string | undefined;
    for (const [index, document] of documents.entries()) {
      const bytes = fromBase64url(document);
      const verified = verifySignedDocument(bytes, {
        label: MANIFEST_LABEL,
        hint: manifest.pick({ accountKey: true }),
        keyFor: ({ accountKey }) => fromBase64url(accountKey),
        schema: manifest,
      });
      const isNamed = index === 0 || toBase64url(sha256(bytes)) === named;
      if (!verified.ok || verified.document.address !== address || !isNamed) {
        return void this.#contradictions.push(
          `The list of the devices of ${address} is not signed as it must be.`,
        );
      }
      manifests.push(verified.document);
      named = verified.document.former?.manifest;
    }
    const [present, ...former] = manifests;
    if (present) this.#histories.set(address, { manifest: present, former });
  }

  #walk(): void {
    const { hashBefore, hashAfter, records } = this.#file;
    let hash = fromBase64url(hashBefore);
    let expected: number | undefined;
    for (const { record: encoded, key } of records) {
      const bytes = fromBase64url(encoded);
      const record = decodeRecord(bytes);
      if (!record)
        return void this.#contradictions.push(`What follows record ${(expected ?? 1) - 1} is no record.`);
      if (record.seq !== (expected ?? record.seq)) {
        this.#contradictions.push(`Record ${record.seq} stands where ${expected} must.`);
      }
      if (expected === undefined) this.#hashes.set(record.seq - 1, hashBefore);
      expected = record.seq + 1;
      this.#take(record, key);
      hash = nextLogHash(hash, bytes);
      this.#hashes.set(record.seq, toBase64url(hash));
    }
    if (toBase64url(hash) !== hashAfter) this.#contradictions.push('The chain of the records is broken.');
  }

  #take(record: LogRecord, key: string | undefined): void {
    if (record.kind === 'change') return;
    const header = decodeFrameHeader(record.body);
    if (!header) return void this.#unproven.push(`Record ${record.seq} by ${record.sender} can’t be read.`);
    if (record.kind === 'erased') {
      this.#withheld += 1;
      return;
    }
    this.#checkSeen(record, header);
    const proven = this.#prove(record, key);
    if (!proven.ok)
      return void this.#unproven.push(`Record ${record.seq} by ${record.sender}: ${proven.reason}.`);
    const { content } = proven;
    if (content.type !== 'text' && content.type !== 'edit') return;
    const id = content.type === 'edit' ? content.target : header.message;
    this.#texts.set(id, [...(this.#texts.get(id) ?? []), { sender: record.sender, text: content.text }]);
    const signer = this.#signers.get(record.sender) ?? {
      fingerprint: this.#fingerprintOf(record.sender),
      texts: 0,
    };
    this.#signers.set(record.sender, { ...signer, texts: signer.texts + 1 });
  }

  #prove({ body, at, sender }: LogRecord, key: string | undefined) {
    const history = this.#histories.get(sender);
    if (!history) return { ok: false, reason: 'unknown-device' } as const;
    const { id: conversation } = this.#file.conversation;
    return proveFrame(
      { conversation, at, frame: body, key: key === undefined ? undefined : fromBase64url(key) },
      history,
    );
  }

  /** A header is signed, and says which history its author had before them. */
  #checkSeen({ seq, sender }: LogRecord, { seenSeq, seenHash }: FrameHeader): void {
    const known = this.#hashes.get(seenSeq);
    if (known !== undefined && seenSeq > 0 && known !== seenHash) {
      this.#unproven.push(`The author of record ${seq}, ${sender}, had seen another history.`);
    }
  }

  #fingerprintOf(sender: string): string {
    const history = this.#histories.get(sender);
    return history ? fingerprintOf(history.manifest.accountKey) : '';
  }

  /** A readable text is one that its sender has signed, at first or as an edit. */
  #compare({ id, seq, kind, sender, text }: ExportFile['messages'][number]): void {
    if (kind !== 'text' || text === undefined) return;
    const [, server] = this.#file.exportedBy.split('@');
    const address = sender.includes('@') ? sender : `${sender}@${server}`;
    const proven = this.#texts.get(id);
    if (!proven) return void this.#unproven.push(`Message ${seq ?? id} by ${sender} has no record.`);
    const isSaid = proven.some((one) => one.text === text && one.sender === address);
    if (!isSaid) this.#contradictions.push(`Message ${seq ?? id} is not what ${sender} has signed.`);
  }
}
