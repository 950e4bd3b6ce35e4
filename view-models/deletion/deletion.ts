// Which messages the user may delete for everyone, and what stands in place of those that are deleted.
import type { Message } from '../../engine/api/api.ts';
import type { Reader } from '../groups/group-events.ts';
import { nameOf } from '../names.ts';

/** `moderates`: whether the user is an admin or owner of the group that it is in. */
export function canDelete({ kind, sender, code }: Message, own: string, moderates: boolean): boolean {
  if (kind !== 'text') return false;
  return sender === own || (moderates && code !== 'not-on-server');
}

export function deletedWords({ deletedBy = '' }: Message, { text, people, own }: Reader): string {
  return deletedBy === own ? text.deletion.byYou : text.deletion.by(nameOf(people, deletedBy));
}
