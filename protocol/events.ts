// Every event that crosses the wire. A request that is not in this table does not exist: the gateway
// registers from it, docs/protocol.md lists it, and the tests of bad input walk it.
import type { z } from 'zod';
import * as accounts from './accounts.ts';
import * as conversations from './conversations.ts';
import type { RateClass } from './limits.ts';
import * as people from './people.ts';
import * as reports from './reports.ts';

/** Who may ask: anyone connected, or a signed-in session. */
export type Permission = 'anyone' | 'session';

export interface RequestDefinition {
  readonly request: z.ZodType;
  readonly response: z.ZodType;
  readonly permission: Permission;
  readonly rate: RateClass;
}

/** Requested by the client; the server answers with a Result through the acknowledgement. */
export const requests = {
  'account:pre-login': { ...accounts.preLogin, permission: 'anyone', rate: 'credentials' },
  'account:register': { ...accounts.register, permission: 'anyone', rate: 'credentials' },
  'account:sign-in': { ...accounts.signIn, permission: 'anyone', rate: 'credentials' },
  'account:recover': { ...accounts.recover, permission: 'anyone', rate: 'credentials' },
  'account:sign-out': { ...accounts.signOut, permission: 'session', rate: 'account' },
  'account:get': { ...accounts.account, permission: 'session', rate: 'account' },
  'account:publish': { ...accounts.publish, permission: 'session', rate: 'account' },
  'account:removal': { ...accounts.removal, permission: 'anyone', rate: 'credentials' },
  'account:save-marks': { ...accounts.saveMarks, permission: 'session', rate: 'account' },
  'account:change-password': { ...accounts.changePassword, permission: 'session', rate: 'account' },
  'account:delete': { ...accounts.deletion, permission: 'session', rate: 'account' },
  'account:sessions': { ...accounts.sessions, permission: 'session', rate: 'account' },
  'people:search': { ...people.search, permission: 'session', rate: 'directory' },
  'people:manifests': { ...people.manifests, permission: 'session', rate: 'read' },
  'people:set-status': { ...people.setStatus, permission: 'session', rate: 'account' },
  'conversations:list': { ...conversations.list, permission: 'session', rate: 'directory' },
  'conversations:change': { ...conversations.makeChange, permission: 'session', rate: 'change' },
  'conversations:changes': { ...conversations.changes, permission: 'session', rate: 'read' },
  'conversations:forget': { ...conversations.forget, permission: 'session', rate: 'change' },
  'conversations:send': { ...conversations.send, permission: 'session', rate: 'message' },
  'conversations:erase': { ...conversations.erase, permission: 'session', rate: 'change' },
  'conversations:history': { ...conversations.history, permission: 'session', rate: 'read' },
  'conversations:catch-up': { ...conversations.catchUp, permission: 'session', rate: 'directory' },
  'conversations:mark': { ...conversations.mark, permission: 'session', rate: 'read' },
  'conversations:type': { ...conversations.type, permission: 'session', rate: 'account' },
  'reports:file': { ...reports.file, permission: 'session', rate: 'report' },
  'reports:list': { ...reports.list, permission: 'session', rate: 'directory' },
  'reports:remove': { ...reports.remove, permission: 'session', rate: 'account' },
} as const satisfies Record<string, RequestDefinition>;

/** Pushed by the server without a request; not acknowledged. */
export const pushes = {
  'account:session-ended': accounts.sessionEnded,
  'account:changed': accounts.accountChanged,
  'people:presence': people.presenceChanged,
  'conversations:records': conversations.recordsArrived,
  'conversations:changed': conversations.conversationChanged,
  'conversations:positions': conversations.positionsChanged,
  'conversations:typing': conversations.typing,
} as const satisfies Record<string, z.ZodType>;

export type RequestName = keyof typeof requests;
export type RequestOf<Name extends RequestName> = z.output<(typeof requests)[Name]['request']>;
export type ResponseOf<Name extends RequestName> = z.output<(typeof requests)[Name]['response']>;
export type PushName = keyof typeof pushes;
export type PushOf<Name extends PushName> = z.output<(typeof pushes)[Name]>;
