// The user puts an emoji on a message, or takes it off.
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { limits } from '../../protocol/limits.ts';
import type { ParametersOf } from '../api/api.ts';
import { findShownRevision } from './content/edit.ts';
import { listReactions } from './content/reaction.ts';
import { findTarget } from './find-target.ts';
import type { MessageRow } from './message-table.ts';
import { type WriteDependencies, writeContent } from './write-message.ts';

/** Sends nothing where it is already so. What was put on an earlier text goes over to the one that is shown. */
export function react(
  dependencies: WriteDependencies,
  { conversation, message: target, emoji, on = true }: ParametersOf<'react'>,
): Result<MessageRow> {
  const { db, account, clock } = dependencies;
  const message = findTarget(db, conversation, target);
  if (!message.ok) return message;
  if (message.value.seq === undefined) return refuse('not-allowed');
  const mine = listReactions(db, message.value).filter(({ sender }) => sender === account.address);
  const held = mine.find((one) => one.emoji === emoji);
  const revision = findShownRevision(db, message.value)?.id;
  if (on ? held && held.seen === revision : !held) return message;
  if (on && !held && mine.length >= limits.reactionsPerPerson)
    return refuse('too-many-reactions', { limit: limits.reactionsPerPerson });
  const written = writeContent(dependencies, conversation, {
    type: 'reaction',
    target,
    emoji,
    on,
    ...(revision && { revision }),
    sentAt: clock.now(),
  });
  return written.ok ? ok(written.value.reacted ?? message.value) : written;
}
