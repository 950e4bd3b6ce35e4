// What a frame's body says, as UTF-8 JSON. The server sees it in public conversations only. A kind is one file here, and
// one row in every table over `Content['type']`.
import { z } from 'zod';
import { utf8 } from '../bytes.ts';
import { ok, type Result, refuse } from '../errors.ts';
import { jsonOf } from '../frames.ts';
import type { MessageId } from '../ids.ts';
import { limits } from '../limits.ts';
import { deletion } from './delete.ts';
import { edit } from './edit.ts';
import { locked } from './locked.ts';
import { pin } from './pin.ts';
import { reaction } from './reaction.ts';
import { settings } from './settings.ts';
import { text } from './text.ts';

interface ContentKind {
  readonly schema: z.ZodObject;
  /** True if a frame with it may count as unread. */
  readonly countsAsUnread: boolean;
  /**
   * What it is shown as, or changes: a message of its own, an earlier one of the same author, anyone's, one that its sender may
   * delete, or one that its sender may pin, or the conversation, for its members or admins (membership-rules.ts).
   */
  readonly concerns:
    | ('itself' | 'own-message' | 'any-message' | 'deletable-message' | 'pinnable-message')
    | 'conversation';
}

const contentKinds = {
  text,
  locked,
  edit,
  reaction,
  delete: deletion,
  settings,
  pin,
} as const satisfies Record<string, ContentKind>;

const content = z.discriminatedUnion('type', [
  text.schema,
  locked.schema,
  edit.schema,
  reaction.schema,
  deletion.schema,
  settings.schema,
  pin.schema,
]);

export type Content = z.infer<typeof content>;
export type ContentOf<Type extends Content['type']> = Extract<Content, { readonly type: Type }>;

/** What the schema of a content doesn't say of its kind. */
export function contentKindOf({ type }: Pick<Content, 'type'>): Omit<ContentKind, 'schema'> {
  return contentKinds[type];
}

/** The earlier message that a content changes. */
export function targetOf(said: Content): MessageId | undefined {
  return 'target' in said ? said.target : undefined;
}

/** The body of a frame. Refuses `too-large` with the `limit` of a body in bytes. */
export function encodeContent(said: Content): Result<Uint8Array<ArrayBuffer>> {
  const body = utf8(JSON.stringify(said));
  return body.length > limits.bodyBytes ? refuse('too-large', { limit: limits.bodyBytes }) : ok(body);
}

/** Undefined for what this version doesn't know. */
export function decodeContent(body: Uint8Array): Content | undefined {
  return content.safeParse(jsonOf(body)).data;
}
