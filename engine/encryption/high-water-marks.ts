// High-water marks: how far an account has seen its own manifest and each conversation. Every device adds to
// them and none goes back behind them, so that a server can't show an older state as the newest
// (protocol.md 3.6). Layout: `header 5 | box`.
import { z } from 'zod';
import { sealedVersion } from '../../protocol/accounts.ts';
import { concat, utf8 } from '../../protocol/bytes.ts';
import { jsonOf } from '../../protocol/frames.ts';
import { type Address, address, conversationId, deviceId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { notificationLevels } from '../api/notification-levels.ts';
import { openBox, sealBox } from './boxes.ts';
import type { RandomSource } from './primitives.ts';
import { formatOf, VERSION_HEADER_BYTES, versionContext, versionHeader } from './versioned.ts';

const position = z.int().nonnegative();
export const marksSchema = z.object({
  manifestVersion: position,
  conversations: z.record(
    conversationId,
    // How often the account has gone on with a server that had lost records: a higher one replaces what was seen.
    z.object({ epoch: position, seq: position, restores: position.optional() }),
  ),
  // What the account's user calls its devices; of two names the one that was changed more often holds.
  deviceNames: z
    .record(
      deviceId,
      z.object({ name: z.string().min(1).max(limits.deviceNameCharacters), changes: position }),
    )
    .optional(),
  // What the user has decided; of two decisions about the same the later one holds.
  people: z.record(address, z.object({ blocked: z.boolean(), changes: position })).optional(),
  requests: z
    .record(conversationId, z.object({ accepted: z.boolean(), joined: position, changes: position }))
    .optional(),
  // Until when, in milliseconds since 1970: 0 is not at all.
  mutes: z.record(conversationId, z.object({ until: position, changes: position })).optional(),
  levels: z
    .record(conversationId, z.object({ level: z.enum(notificationLevels), changes: position }))
    .optional(),
  // What holds for the account as a whole, by name; those of a newer version stay.
  settings: z.record(z.string().max(30), z.object({ value: position, changes: position })).optional(),
});
export type Marks = z.infer<typeof marksSchema>;

const LABEL = 'parley marks v1';
const FORMAT = 1;

/** `marksKey` is the 32 bytes from the vault; the version must rise with every save. */
export function sealMarks(
  marksKey: Uint8Array,
  address: Address,
  version: number,
  marks: Marks,
  random?: RandomSource,
): Uint8Array<ArrayBuffer> {
  const header = versionHeader(FORMAT, version);
  const encoded = utf8(JSON.stringify(marks));
  return concat(header, sealBox(marksKey, LABEL, versionContext(header, address), encoded, random));
}

/** Undefined when the key doesn't fit, the marks are another account's, or a bit of them has changed. */
export function openMarks(
  marksKey: Uint8Array,
  address: Address,
  blob: Uint8Array,
): { readonly version: number; readonly marks: Marks } | undefined {
  if (formatOf(blob) !== FORMAT) return;
  const header = blob.subarray(0, VERSION_HEADER_BYTES);
  const box = blob.subarray(VERSION_HEADER_BYTES);
  const encoded = openBox(marksKey, LABEL, versionContext(header, address), box);
  const marks = encoded && marksSchema.safeParse(jsonOf(encoded));
  return marks?.success ? { version: sealedVersion(blob), marks: marks.data } : undefined;
}
