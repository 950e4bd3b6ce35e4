// A locked message is kept as it came: what is under its passphrase is nowhere in the database.
import type { ContentOf } from '../../../protocol/content/content.ts';
import { addMessage } from '../message-table.ts';
import type { ContentRules } from './content-rules.ts';
import { progressOfMessage, settle } from './text.ts';

export const locked: ContentRules<ContentOf<'locked'>> = {
  apply(db, entry, { locked: sealed, mac, hint, replyTo, silent }) {
    const { at, ...place } = entry;
    const added = addMessage(db, {
      ...place,
      kind: 'locked',
      locked: { locked: sealed, mac, ...(hint && { hint }) },
      text: undefined,
      replyTo,
      silent,
      sentAt: at,
      state: entry.seq === undefined ? 'sending' : 'sent',
      why: undefined,
    });
    return added ? { added } : settle(db, entry);
  },

  progress: progressOfMessage,
};
