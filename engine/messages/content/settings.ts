// A setting is a line of its own in the conversation, which says who made it. The last one in the order of the log holds.
import type { ContentOf } from '../../../protocol/content/content.ts';
import { addMessage } from '../message-table.ts';
import type { ContentRules } from './content-rules.ts';
import { progressOfMessage, settle } from './text.ts';

export const settings: ContentRules<ContentOf<'settings'>> = {
  apply(db, entry, { disappearing }) {
    const { at, ...place } = entry;
    const added = addMessage(db, {
      ...place,
      kind: 'system',
      text: undefined,
      replyTo: undefined,
      lifetime: disappearing,
      events: [{ type: 'disappearing', seconds: disappearing }],
      sentAt: at,
      state: entry.seq === undefined ? 'sending' : 'sent',
      why: undefined,
    });
    return added ? { added } : settle(db, entry);
  },

  progress: progressOfMessage,
};
