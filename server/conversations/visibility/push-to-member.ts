import type { PushName, PushOf } from '../../../protocol/events.ts';
import type { Address } from '../../../protocol/ids.ts';
import type { Bus } from '../../cluster/bus.ts';
import type { Directory } from '../../people/directory.ts';

/** Pushes to every connection of a member that is an account of this server. */
export function pushToMember<Name extends PushName>(
  { directory, bus }: { readonly directory: Directory; readonly bus: Bus },
  member: Address,
  name: Name,
  payload: PushOf<Name>,
  except?: string,
): void {
  const entry = directory.at(member);
  if (entry) bus.push(entry.username, name, payload, except);
}
