// The operations of an administrator without the app, on a running server and on a stopped one.
import { z } from 'zod';
import { accountRole, argon2Parameters, displayName, register } from '../../protocol/accounts.ts';
import { conversationKind } from '../../protocol/conversations.ts';
import { address, reportId, serverName, username } from '../../protocol/ids.ts';

const invite = z.object({
  /** `invite.revoke` names the invite by it. */
  id: z.string(),
  role: accountRole,
  usesLeft: z.int(),
  created: z.iso.datetime(),
  expires: z.iso.datetime().optional(),
});

const report = z.object({
  id: reportId,
  at: z.iso.datetime(),
  reporter: address,
  reported: address,
  kind: conversationKind,
});

/** Every operation, with the JSON it takes and answers. */
export const adminOperations = {
  /** What the auth key of a name's password is derived with. */
  'user.preLogin': {
    parameters: z.strictObject({ username }),
    /** `salt` is base64url. */
    response: z.object({ serverName, salt: z.string(), argon2: argon2Parameters }),
  },
  /** Makes an account that waits for its owner; the first one of a server is its owner's by default. */
  'user.add': {
    parameters: z.strictObject({
      username,
      displayName: displayName.optional(),
      initialAuthKey: register.request.shape.authKey,
      role: accountRole.optional(),
    }),
    response: z.object({ role: accountRole }),
  },
  /**
   * Ends an account's keys, sessions and credentials. It waits for its user again, who sets it up with this initial password.
   */
  'user.reset': {
    parameters: z.strictObject({ username, initialAuthKey: register.request.shape.authKey }),
    /** `wasSetUp` is false where the account had no keys that could end: then only the initial password is another one. */
    response: z.object({ role: accountRole, wasSetUp: z.boolean() }),
  },
  'user.list': {
    parameters: z.strictObject({}),
    response: z.object({
      users: z.array(
        z.object({
          username,
          displayName: z.string(),
          role: accountRole,
          /**
           * `waiting` and `reset`: the user has not registered yet, or again, with the password that was given out. A deleted one
           * keeps its name.
           */
          state: z.enum(['active', 'waiting', 'reset', 'deleted']),
        }),
      ),
    }),
  },
  /** Lifts the pause after wrong passwords. */
  'user.unlock': { parameters: z.strictObject({ username }), response: z.object({}) },
  'invite.create': {
    parameters: z.strictObject({
      uses: z.int().min(1).max(10_000).optional(),
      expires: z.iso.datetime().optional(),
      role: accountRole.optional(),
    }),
    /** The link is there while the server runs, which knows its address. */
    response: z.object({ id: z.string(), token: z.string(), link: z.string().optional() }),
  },
  'invite.list': { parameters: z.strictObject({}), response: z.object({ invites: z.array(invite) }) },
  'invite.revoke': { parameters: z.strictObject({ id: z.string().max(100) }), response: z.object({}) },
  /** The newest first. */
  'report.list': { parameters: z.strictObject({}), response: z.object({ reports: z.array(report) }) },
  /** Each message is proven anew: without a text it isn't what the signature of its sender's device covers. */
  'report.show': {
    parameters: z.strictObject({ id: reportId }),
    response: report.extend({
      messages: z.array(
        z.object({
          at: z.iso.datetime(),
          reported: z.boolean(),
          edit: z.boolean(),
          device: z.string().optional(),
          text: z.string().optional(),
        }),
      ),
    }),
  },
  'report.remove': { parameters: z.strictObject({ id: reportId }), response: z.object({}) },
} as const satisfies Record<string, { readonly parameters: z.ZodType; readonly response: z.ZodType }>;

export type AdminOperation = keyof typeof adminOperations;
export type ParametersOf<Name extends AdminOperation> = z.output<
  (typeof adminOperations)[Name]['parameters']
>;
export type ResponseOf<Name extends AdminOperation> = z.output<(typeof adminOperations)[Name]['response']>;

/** One line of the control channel. */
export const controlRequest = z.strictObject({ operation: z.string(), parameters: z.unknown() });
