import { z } from 'zod';
import { presence, safeDisplayName, status } from './accounts.ts';
import { address, publicKey } from './ids.ts';
import { limits } from './limits.ts';
import { manifestBytes } from './manifest.ts';

const person = z.object({
  address,
  displayName: safeDisplayName,
  status: presence,
  /** Says which key to expect; believed only after the manifest has been verified. */
  accountKey: publicKey,
});
export type DirectoryEntry = z.infer<typeof person>;

/** In the order of user names; the query is looked for in user names and display names. */
export const search = {
  request: z.strictObject({
    query: z.string().max(limits.queryCharacters).optional(),
    onlineOnly: z.boolean().optional(),
    after: address.optional(),
  }),
  response: z.object({ people: z.array(person), more: z.boolean() }),
};

/** The signed manifests of those accounts that exist, with those of former keys, the latest first. `answered` of them fit one page; the others are asked for again. */
export const manifests = {
  request: z.strictObject({ addresses: z.array(address).min(1).max(limits.manifestsPerRequest) }),
  response: z.object({
    manifests: z.array(
      z.object({ address, manifest: manifestBytes, former: z.array(manifestBytes).optional() }),
    ),
    answered: z.int().positive(),
  }),
};

export const setStatus = { request: z.strictObject({ status }), response: z.object({}) };

/** Pushed at most once a second, with all accounts whose status changed since. */
export const presenceChanged = z.object({
  changes: z.array(z.object({ address, status: presence })),
});
