// Conversations, messages and sync of one signed-in account depend on these. Each takes a Pick of it.
import type { EngineEvents, EventName } from '../api/api.ts';
import type { Connection } from '../connection/connection.ts';
import type { ServerTime } from '../connection/server-time.ts';
import type { Database } from '../database/database.ts';
import type { MarksKeeper } from '../high-water-marks/high-water-marks.ts';
import type { People } from '../people/people.ts';
import type { Clock, Logger } from '../ports.ts';
import type { AccountState } from '../session/account-session.ts';

export interface ConversationDependencies {
  readonly db: Database;
  readonly connection: Connection;
  readonly account: AccountState;
  readonly people: People;
  readonly marks: MarksKeeper;
  /** What strangers begin is accepted without asking the user, as a program that answers everyone wants it. */
  readonly acceptRequests: boolean;
  readonly clock: Clock;
  readonly serverTime: ServerTime;
  readonly logger: Logger;
  emit<Name extends EventName>(event: Name, payload: EngineEvents[Name]): void;
}
