import type { Conversation, EngineClient, Evidence, Message } from '../../engine/api/api.ts';
import { nextLogHash } from '../../node/log-hash.ts';
import { fromBase64url, toBase64url } from '../../protocol/bytes.ts';
import { noDigest } from '../../protocol/frames.ts';
import { address, digest } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { failureOf } from '../session/stored-session.ts';
import type { ExportFile } from './export-file.ts';

interface Exporting {
  readonly engine: EngineClient;
  readonly status: { readonly account?: string };
}

/** Oldest first, with what only the server has. */
export async function allMessages(
  { engine }: Pick<Exporting, 'engine'>,
  { id: conversation }: Pick<Conversation, 'id'>,
): Promise<{ readonly messages: readonly Message[]; readonly remarks: readonly string[] }> {
  const pages: (readonly Message[])[] = [];
  for (;;) {
    const [oldest] = pages.at(-1) ?? [];
    const page = await engine.call('history', {
      ...{ conversation, limit: limits.pageRecords },
      ...(oldest && { before: oldest.id }),
    });
    if (!page.ok) throw failureOf(page);
    if (page.value.messages.length > 0) pages.push(page.value.messages);
    const isStuck = page.value.more && page.value.messages.length === 0;
    const remarks = isStuck ? ['Earlier messages are on the server, which can’t be reached.'] : [];
    if (!page.value.more || isStuck) return { messages: pages.toReversed().flat(), remarks };
  }
}

/** The messages with what proves them. */
export async function signedExport(
  { engine, status }: Exporting,
  { id, kind, title }: Pick<Conversation, 'id' | 'kind' | 'title'>,
  messages: readonly Message[],
): Promise<ExportFile> {
  const pages: Evidence[] = [];
  for (let after = 0; ; after = pages.at(-1)?.last ?? after) {
    const page = await engine.call('evidence', { conversation: id, after });
    if (!page.ok) throw failureOf(page);
    pages.push(page.value);
    if (!page.value.more) break;
  }
  const records = pages.flatMap((page) => page.records);
  const hashBefore = digest.parse(pages[0]?.hashBefore ?? noDigest);
  const hash = records.reduce(
    (before, { record }) => nextLogHash(before, fromBase64url(record)),
    fromBase64url(hashBefore),
  );
  return {
    ...{ format: 'parley-export', v: 1 },
    conversation: { id, kind, title },
    exportedBy: address.parse(status.account),
    exportedAt: new Date().toISOString(),
    messages: messages.map((message) => ({ ...message })),
    manifests: Object.assign({}, ...pages.map((page) => page.manifests)),
    ...{ hashBefore, hashAfter: digest.parse(toBase64url(hash)), records },
  };
}
