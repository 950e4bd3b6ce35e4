// What a change has done in a group, as its line in the conversation says it. It is read off the members, settings and title
// before and after: an author can't name another deed than the one that was done.
import { z } from 'zod';
import { groupSettings, memberRole } from '../../protocol/epoch-change.ts';
import { type Address, address } from '../../protocol/ids.ts';
import type { Epoch } from '../conversations/epoch-table.ts';

const groupEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('created'), title: z.string() }),
  z.object({ type: z.literal('added'), users: z.array(address) }),
  z.object({ type: z.literal('removed'), users: z.array(address) }),
  z.object({ type: z.literal('left') }),
  z.object({ type: z.literal('deleted') }),
  z.object({ type: z.literal('role'), user: address, role: memberRole }),
  z.object({ type: z.literal('renamed'), title: z.string() }),
  z.object({ type: z.literal('posting'), posting: groupSettings.shape.posting }),
  z.object({ type: z.literal('history'), history: groupSettings.shape.history }),
  z.object({ type: z.literal('disappearing'), seconds: z.number() }),
]);
export type GroupEvent = z.infer<typeof groupEvent>;

export const groupEvents = z.array(groupEvent);

/**
 * `before` is undefined for the first epoch known here: the group was created, or `own` was added. Empty where only the key
 * is another one.
 */
export function groupEventsBetween(
  before: Epoch | undefined,
  after: Epoch,
  own: Address,
): readonly GroupEvent[] {
  if (after.type === 'leave') return [{ type: 'left' }];
  if (after.type === 'delete') return [{ type: 'deleted' }];
  if (after.epoch === 1) return foundingEvents(after);
  if (!before) return [{ type: 'added', users: [own] }];
  return [...memberEvents(before, after), ...settingEvents(before, after)];
}

function foundingEvents({ title = '', members, author }: Epoch): readonly GroupEvent[] {
  const users = members.map((member) => member.address).filter((one) => one !== author);
  return [{ type: 'created', title }, ...listed('added', users)];
}

function memberEvents(before: Epoch, after: Epoch): readonly GroupEvent[] {
  const rolesBefore = new Map(before.members.map((member) => [member.address, member.role]));
  const rolesAfter = new Map(after.members.map((member) => [member.address, member.role]));
  const added = [...rolesAfter.keys()].filter((one) => !rolesBefore.has(one));
  const removed = [...rolesBefore.keys()].filter((one) => !rolesAfter.has(one));
  const appointed = [...rolesAfter].flatMap(([user, role]): GroupEvent[] =>
    role === (rolesBefore.get(user) ?? 'member') ? [] : [{ type: 'role', user, role }],
  );
  return [...listed('added', added), ...listed('removed', removed), ...appointed];
}

function listed(type: 'added' | 'removed', users: Address[]): readonly GroupEvent[] {
  return users.length > 0 ? [{ type, users }] : [];
}

function settingEvents(before: Epoch, { title, settings }: Epoch): readonly GroupEvent[] {
  const events: GroupEvent[] = [];
  if (title !== undefined && title !== before.title) events.push({ type: 'renamed', title });
  const { posting, history } = before.settings ?? {};
  if (settings && settings.posting !== posting) events.push({ type: 'posting', posting: settings.posting });
  if (settings && settings.history !== history) events.push({ type: 'history', history: settings.history });
  return events;
}
