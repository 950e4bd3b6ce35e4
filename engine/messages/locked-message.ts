// The user writes a message under a passphrase, or opens one. Neither the passphrase nor what is under it is kept anywhere.
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { ParametersOf } from '../api/api.ts';
import { lockText, unlockText } from '../encryption/locked-text.ts';
import { findMessage } from './message-table.ts';
import { type Unplaced, type WriteDependencies, writtenText } from './write-message.ts';

export type Secret = NonNullable<ParametersOf<'send'>['secret']>;

/** Refuses a text without a visible character. */
export async function lockMessage(
  typed: string,
  { passphrase, hint }: Secret,
): Promise<Result<Unplaced<'locked'>>> {
  const text = writtenText(typed);
  if (!text.ok) return text;
  return ok({ type: 'locked', ...(await lockText(text.value, passphrase)), ...(hint && { hint }) });
}

/** Refuses with `no-such-message`, `not-allowed` for what isn't locked, and `wrong-passphrase`. */
export async function unlockMessage(
  { db }: Pick<WriteDependencies, 'db'>,
  { conversation, message: id, passphrase }: ParametersOf<'unlock'>,
): Promise<Result<{ readonly text: string }>> {
  const message = findMessage(db, conversation, id);
  if (!message) return refuse('no-such-message');
  if (!message.locked) return refuse('not-allowed');
  const text = await unlockText(message.locked, passphrase);
  return text === undefined ? refuse('wrong-passphrase') : ok({ text });
}
