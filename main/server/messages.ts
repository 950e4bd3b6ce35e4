// The messages between the main process and the server's process.
import { z } from 'zod';
import { type ErrorCode, isErrorCode } from '../../protocol/errors.ts';

export const toServer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start'), host: z.string(), port: z.int(), data: z.string() }),
  /** For one person to join, for a week. */
  z.object({ kind: z.literal('invite') }),
  z.object({ kind: z.literal('stop') }),
]);
export type ToServer = z.output<typeof toServer>;

export const fromServer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('listening'), url: z.url(), ownerInvite: z.string().optional() }),
  /** A sentence for a person. */
  z.object({ kind: z.literal('failed'), sentence: z.string(), isPortTaken: z.boolean() }),
  z.object({ kind: z.literal('invited'), token: z.string() }),
  z.object({ kind: z.literal('not-invited'), code: z.custom<ErrorCode>(isErrorCode) }),
  z.object({ kind: z.literal('stopped') }),
]);
export type FromServer = z.output<typeof fromServer>;
