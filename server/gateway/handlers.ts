// The shape of a handler. The gateway registers exactly these: one for every request in protocol/events.ts,
// called only with what its schema, permission and rate limit have let through.
import type { Result } from '../../protocol/errors.ts';
import type { RequestName, RequestOf, ResponseOf, requests } from '../../protocol/events.ts';
import type { Connection, Session } from '../cluster/connections.ts';

type CallerOf<Name extends RequestName> = (typeof requests)[Name]['permission'] extends 'session'
  ? { readonly connection: Connection; readonly session: Session }
  : { readonly connection: Connection };

export type Handler<Name extends RequestName> = (
  request: RequestOf<Name>,
  caller: CallerOf<Name>,
) => Promise<Result<ResponseOf<Name>>>;

/** All of them; a folder contributes those of its noun: `Pick<Handlers, 'people:search' | …>`. */
export type Handlers = { readonly [Name in RequestName]: Handler<Name> };
