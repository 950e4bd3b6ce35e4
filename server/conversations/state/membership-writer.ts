import type { Committed, Store } from '../../store/store.ts';
import { type Membership, proposalOf } from './membership.ts';

export interface MembershipWriter {
  /** Resolves when what is proposed now, or something later, is on disk. */
  save(membership: Membership): Promise<Committed>;
}

/** Writes memberships in batches: one commit for all that came while the one before was under way. */
export function createMembershipWriter(store: Store): MembershipWriter {
  let waiting = new Set<Membership>();
  let next: Promise<Committed> | undefined;
  let previous: Promise<unknown> = Promise.resolve();

  async function writeBatch(): Promise<Committed> {
    const proposals = [...waiting].map(proposalOf);
    waiting = new Set();
    next = undefined;
    let succeeded = false;
    try {
      const committed = await store.commit(proposals.map((proposal) => proposal.change));
      succeeded = committed.ok;
      return committed;
    } finally {
      for (const proposal of proposals) proposal.settle(succeeded);
    }
  }

  return {
    save: (membership) => {
      waiting.add(membership);
      if (next) return next;
      const turnEnd = new Promise((resolve) => setImmediate(resolve));
      next = Promise.allSettled([previous, turnEnd]).then(writeBatch);
      previous = next;
      return next;
    },
  };
}
