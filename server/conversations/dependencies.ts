// The resources that the handlers of conversations use. Each takes a Pick of them, as `…Dependencies`.
import type { ConversationId } from '../../protocol/ids.ts';
import type { Bus } from '../cluster/bus.ts';
import type { Directory } from '../people/directory.ts';
import type { Store } from '../store/store.ts';
import type { AppendEntry } from './state/append.ts';
import type { Cache } from './state/cache.ts';
import type { MembershipWriter } from './state/membership-writer.ts';

export interface ConversationDependencies {
  readonly store: Store;
  readonly directory: Directory;
  readonly bus: Bus;
  readonly cache: Cache;
  readonly writer: MembershipWriter;
  readonly append: AppendEntry;
  readonly lobby: ConversationId;
}
