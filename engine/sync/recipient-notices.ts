// Notifies the sender that a recipient is away or in do not disturb: once, until that changes.
import type { ResponseOf } from '../../protocol/events.ts';
import { nameOn } from '../../protocol/ids.ts';
import type { NoticeCode } from '../api/api.ts';
import { noticeOf } from '../api/notices.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';

type Recipients = ResponseOf<'conversations:send'>['recipients'];

export class RecipientNotices {
  readonly #dependencies: Pick<ConversationDependencies, 'account' | 'emit'>;
  readonly #statuses = new Map<string, string>();

  constructor(dependencies: Pick<ConversationDependencies, 'account' | 'emit'>) {
    this.#dependencies = dependencies;
  }

  note(recipients: Recipients): void {
    const { account, emit } = this.#dependencies;
    for (const { address, status } of recipients) {
      const notice = this.#statuses.get(address) === status ? undefined : statusNotices[status];
      this.#statuses.set(address, status);
      const user = nameOn(account.serverName, address);
      if (notice) emit('notice', noticeOf(notice, { user }));
    }
  }
}

const statusNotices: Readonly<Record<Recipients[number]['status'], NoticeCode | undefined>> = {
  normal: undefined,
  offline: undefined,
  away: 'recipient-away',
  dnd: 'recipient-dnd',
};
