// Parses, limits and authorises a request before its handler sees it. There is no other way to register one.
import type { z } from 'zod';
import { type Refusal, type Result, refuse } from '../../protocol/errors.ts';
import { type Permission, type RequestName, requests } from '../../protocol/events.ts';
import type { RateClass } from '../../protocol/limits.ts';
import type { Connection, Session } from '../cluster/connections.ts';
import type { Handlers } from './handlers.ts';

export interface Route {
  readonly permission: Permission;
  readonly rate: RateClass;
  parse(payload: unknown): Result<unknown>;
  handle(request: unknown, caller: Caller): Promise<Result<unknown>>;
}

interface Caller {
  readonly connection: Connection;
  readonly session: Session | undefined;
}

/** One route for every request of the protocol. */
export function createRoutes(handlers: Handlers): ReadonlyMap<string, Route> {
  // The keys of the table are its names.
  const names = Object.keys(requests) as RequestName[];
  return new Map(names.map((name) => [name, routeOf(name, handlers)]));
}

function routeOf(name: RequestName, handlers: Handlers): Route {
  const { request, permission, rate } = requests[name];
  // The compiler can't follow that the schema, the permission and the handler are of the same name.
  const handle = handlers[name] as unknown as Route['handle'];
  return { permission, rate, handle, parse: (payload) => parseRequest(request, payload) };
}

/** Refuses with a `detail` that names the field at fault, and never holds what was in it. */
export function parseRequest(schema: z.ZodType, payload: unknown): Result<unknown> {
  if (!isPlainObject(payload)) return badRequest('the payload is not a plain object');
  const parsed = schema.safeParse(payload);
  return parsed.success ? { ok: true, value: parsed.data } : badRequest(describe(parsed.error));
}

/** A decoded `__proto__` key makes an object whose fields are not its own. */
function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

export function badRequest(detail: string): Refusal {
  return refuse('bad-request', { detail });
}

const LONGEST_NAME = 60;

function describe(error: z.ZodError): string {
  const [issue] = error.issues;
  if (!issue) return 'it does not fit its schema';
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return `unknown field ${[...path, issue.keys[0] ?? ''].join('.').slice(0, LONGEST_NAME)}`;
  }
  return `${path.join('.') || 'the payload'}: ${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}`;
}
