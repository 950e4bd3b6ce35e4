import type { EngineStatus } from '../engine/api/api.ts';
import { type Inviter, inviter } from '../protocol/server-link.ts';

/** What this account's invite links say of it; undefined while no one is signed in. */
export function inviterFrom(status: EngineStatus | undefined): Inviter | undefined {
  const fingerprint = status?.fingerprint?.replaceAll(' ', '');
  return inviter.safeParse({ address: status?.account, fingerprint }).data;
}
