// Reporting a message to the owners of the server, and reading reports as an owner. The evidence is the frame itself with the
// key of this one frame: it shows what a device of the sender has signed, and opens nothing else of the conversation.
import { proveFrame } from '../../node/reported-frame.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { RequestOf } from '../../protocol/events.ts';
import { decodeFrameHeader } from '../../protocol/frames.ts';
import { type ConversationId, nameOn } from '../../protocol/ids.ts';
import type { ManifestHistory } from '../../protocol/manifest.ts';
import { decodePage, decodeRecord, type LogRecord } from '../../protocol/records.ts';
import type { FiledReport } from '../../protocol/reports.ts';
import type { ParametersOf, Report } from '../api/api.ts';
import { reasonOf } from '../api/notices.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { findEpoch } from '../conversations/epoch-table.ts';
import { frameKeyOf } from '../encryption/frames.ts';
import { findLastRevision } from '../messages/content/edit.ts';
import { findMessage, listTextsBefore, type MessageRow } from '../messages/message-table.ts';

type Done = Result<Record<string, never>>;
type ReportDependencies = Pick<ConversationDependencies, 'db' | 'account' | 'people' | 'connection'>;
type EvidenceFrame = RequestOf<'reports:file'>['frames'][number];

export class Reports {
  readonly #dependencies: ReportDependencies;

  constructor(dependencies: ReportDependencies) {
    this.#dependencies = dependencies;
  }

  /** Refuses with `no-such-message`, and with `not-allowed` for one's own and for what can't be read. */
  async report({ conversation, message: id, context = 0 }: ParametersOf<'report'>): Promise<Done> {
    const { db, account, connection } = this.#dependencies;
    const message = findMessage(db, conversation, id);
    if (message?.seq === undefined || message.lost > 0) return refuse('no-such-message');
    if (message.kind !== 'text' || message.sender === account.address) return refuse('not-allowed');
    const messages = [...listTextsBefore(db, message, context), message];
    const frames: EvidenceFrame[] = [];
    for (const seq of this.#positionsOf(messages)) {
      const evidence = await this.#evidenceAt(conversation, seq);
      if (!evidence.ok) return evidence;
      frames.push(evidence.value);
    }
    const filed = await connection.request('reports:file', { conversation, reported: message.seq, frames });
    return filed.ok ? ok({}) : filed;
  }

  /** Of what was edited also the edit that is shown. */
  #positionsOf(messages: readonly MessageRow[]): readonly number[] {
    const { db } = this.#dependencies;
    const seqs = messages.flatMap((row) => [row.seq, findLastRevision(db, row)?.seq]);
    return [...new Set(seqs)].filter((seq) => seq !== undefined).sort((one, other) => one - other);
  }

  /** The database keeps texts and no frames: the server's copy is one's evidence if the conversation's key opens it. */
  async #evidenceAt(conversation: ConversationId, seq: number): Promise<Result<EvidenceFrame>> {
    const page = await this.#dependencies.connection.request('conversations:history', {
      conversation,
      after: seq - 1,
      limit: 1,
    });
    if (!page.ok) return page;
    const [encoded] = decodePage(page.value.page) ?? [];
    const record = encoded && decodeRecord(encoded);
    if (record?.seq !== seq || record.kind !== 'frame') return notTheFrame;
    return this.#evidenceOf(record);
  }

  #evidenceOf({ seq, body }: LogRecord): Result<EvidenceFrame> {
    const header = decodeFrameHeader(body);
    if (header?.kind === 'public') return ok({ seq });
    const epoch = header && findEpoch(this.#dependencies.db, header.conversation, header.epoch);
    const key = epoch?.key && frameKeyOf(body, epoch.key);
    return key ? ok({ seq, key }) : notTheFrame;
  }

  /** The newest first. Refuses with `not-allowed` for those who don't own the server. */
  async list(): Promise<Result<readonly Report[]>> {
    const { people } = this.#dependencies;
    const filed = await this.#fetchAll();
    if (!filed.ok) return filed;
    const strangers = filed.value
      .map(({ sender }) => sender)
      .filter((sender) => {
        const history = people.cachedHistory(sender);
        return !history || (history.manifest.former && history.former.length === 0);
      });
    const fetched = await people.prefetch([...new Set(strangers)]);
    if (!fetched.ok) return fetched;
    const newestFirst = filed.value.toSorted((one, other) => other.at - one.at);
    return ok(newestFirst.map((report) => this.#view(report)));
  }

  async #fetchAll(): Promise<Result<readonly FiledReport[]>> {
    const filed: FiledReport[] = [];
    for (let more = true; more; ) {
      const after = filed.at(-1)?.id;
      const page = await this.#dependencies.connection.request('reports:list', after ? { after } : {});
      if (!page.ok) return page;
      filed.push(...page.value.reports);
      more = page.value.more && page.value.reports.length > 0;
    }
    return ok(filed);
  }

  #view(report: FiledReport): Report {
    const { serverName } = this.#dependencies.account;
    const history = this.#dependencies.people.cachedHistory(report.sender);
    return {
      id: report.id,
      at: new Date(report.at).toISOString(),
      reporter: nameOn(serverName, report.reporter),
      reported: nameOn(serverName, report.sender),
      kind: report.kind,
      messages: report.frames.map((frame) => viewFrame(report, frame, history)),
    };
  }

  async delete({ report }: ParametersOf<'deleteReport'>): Promise<Done> {
    const removed = await this.#dependencies.connection.request('reports:remove', { report });
    return removed.ok ? ok({}) : removed;
  }
}

const notTheFrame = refuse('verification-failed', { detail: 'another frame than the one that was read' });

/** The owner's device believes the signature, not the server. */
function viewFrame(
  { conversation, reported }: FiledReport,
  frame: FiledReport['frames'][number],
  history: ManifestHistory | undefined,
): Report['messages'][number] {
  const head = {
    at: new Date(frame.at).toISOString(),
    ...(frame.seq === reported && { reported: true as const }),
  };
  if (!history) return { ...head, ...reasonOf({ code: 'unknown-device' }) };
  const proven = proveFrame({ conversation, ...frame }, history);
  if (!proven.ok) return { ...head, ...reasonOf({ code: proven.reason }) };
  const { content, header } = proven;
  if (!('text' in content)) return { ...head, ...reasonOf({ code: 'malformed' }) };
  const devices = [history.manifest, ...history.former].flatMap((one) => one.devices);
  const device = devices.find(({ id }) => id === header.device)?.name ?? '';
  return { ...head, device, text: content.text, ...(content.type === 'edit' && { edit: true }) };
}
