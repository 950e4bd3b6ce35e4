// The messages between the main process and the engine's process. The window's port travels beside `window`.
import { z } from 'zod';
import { status } from '../../protocol/accounts.ts';
import { isErrorCode, type Refusal } from '../../protocol/errors.ts';

const profileKey = z.object({
  kind: z.enum(['keychain', 'passphrase']),
  /** 32 bytes, or the passphrase in UTF-8. */
  secret: z.instanceof(Uint8Array),
});
export type ProfileKey = z.output<typeof profileKey>;

export const toEngine = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('open'),
    server: z.string(),
    profileFolder: z.string(),
    keys: z.array(profileKey).readonly(),
    /** Nothing is opened, or made, unless the server answers. */
    mustAnswer: z.boolean(),
    /** As EngineOptions.beginAnew. */
    beginAnew: z.boolean().optional(),
  }),
  z.object({ kind: z.literal('window') }),
  z.object({ kind: z.literal('set-status'), status }),
  z.object({ kind: z.literal('close') }),
]);
export type ToEngine = z.output<typeof toEngine>;

const refusal = z.custom<Refusal>(
  (value) => z.object({ ok: z.literal(false), code: z.custom(isErrorCode) }).safeParse(value).success,
);

const engineState = z.object({
  session: z.enum(['signed-out', 'connecting', 'online', 'offline']),
  /** `name@server`. */
  account: z.string().optional(),
  status: status.optional(),
});
export type EngineState = z.output<typeof engineState>;

export const fromEngine = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('opened') }),
  z.object({ kind: z.literal('refused'), refusal }),
  /** A sentence for a person: the profile can't be read. */
  z.object({ kind: z.literal('failed'), sentence: z.string() }),
  z.object({ kind: z.literal('state'), state: engineState }),
  z.object({ kind: z.literal('closed') }),
]);
export type FromEngine = z.output<typeof fromEngine>;
