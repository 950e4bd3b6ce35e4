// The line that says what a member has done in a group.
import type { GroupEvent, Message } from '../engine/api/api.ts';
import type { Catalogue } from '../text/languages.ts';

export function groupEventWords({ events = [], sender }: Message, text: Catalogue): string {
  return events.map((event) => wordsOf(event, sender, text)).join('\n');
}

function wordsOf(event: GroupEvent, by: string, { groupEvents }: Catalogue): string {
  switch (event.type) {
    case 'created':
    case 'renamed':
      return groupEvents[event.type](by, event.title);
    case 'added':
    case 'removed':
      return groupEvents[event.type](by, event.users);
    case 'left':
    case 'deleted':
      return groupEvents[event.type](by);
    case 'role':
      return groupEvents.role[event.role](by, event.user);
    case 'posting':
      return groupEvents.posting[event.posting](by);
    case 'history':
      return groupEvents.history[event.history](by);
  }
}
