import { z } from 'zod';
import { presence, status, toldName } from './accounts.ts';
import { publicKey, username } from './ids.ts';
import { limits } from './limits.ts';
import { manifestBytes } from './manifest.ts';

const person = z.object({
  username,
  displayName: toldName,
  status: presence,
  /** Says which key to expect; believed only after the manifest has been verified. */
  accountKey: publicKey,
});
export type DirectoryEntry = z.infer<typeof person>;

/** In the order of user names; the query is looked for in both names. */
export const search = {
  request: z.strictObject({
    query: z.string().max(limits.queryCharacters).optional(),
    onlineOnly: z.boolean().optional(),
    after: username.optional(),
  }),
  response: z.object({ people: z.array(person), more: z.boolean() }),
};

/** The signed manifests of those of the names that exist. `answered` names fit one page; the others are asked for again. */
export const manifests = {
  request: z.strictObject({ usernames: z.array(username).min(1).max(limits.manifestsPerRequest) }),
  response: z.object({
    manifests: z.array(z.object({ username, manifest: manifestBytes })),
    answered: z.int().positive(),
  }),
};

export const setStatus = { request: z.strictObject({ status }), response: z.object({}) };

/** At most once a second, with everybody whose status changed since. */
export const presenceChanged = z.object({
  changes: z.array(z.object({ username, status: presence })),
});
