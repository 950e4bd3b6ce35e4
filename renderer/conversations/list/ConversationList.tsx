import { memo, useMemo, useRef, useState } from 'react';
import {
  Collection,
  Header,
  type Key,
  ListBox,
  ListBoxSection,
  ListLayout,
  type Selection,
  Virtualizer,
} from 'react-aria-components';
import type { EngineStatus, Person } from '../../../engine/api/api.ts';
import {
  type ConversationEntry,
  conversationEntry,
  keptEntries,
  peopleOnline,
  requestEntry,
} from '../../../view-models/conversation-list/entries.ts';
import { openPerson } from '../../../view-models/open-person.ts';
import { useApp } from '../../app/app.ts';
import { useText } from '../../app/text.tsx';
import { useStore } from '../../app/use-store.ts';
import { ConversationRow } from './ConversationRow.tsx';
import { OnlinePerson } from './OnlinePerson.tsx';
import { useOpenRow } from './use-open-row.ts';

const PERSON = 'person:';

/** The list is drawn again only when one of its rows changes, not while the user types in the open conversation. */
export function ConversationList({ status }: { status: EngineStatus }) {
  const text = useText();
  const { messenger, navigation, drafts: draftStore } = useApp();
  const { conversations, requests, people, blocked } = useStore(messenger, (state) => state);
  const drafts = useStore(draftStore, (all) => all);
  const open = useStore(navigation, (place) => place.conversation);
  const before = useRef<readonly ConversationEntry[]>([]);
  const entries = useMemo(() => {
    const context = { text, people, blocked, drafts, status, open };
    const now = conversations.map((one) => conversationEntry(one, context));
    before.current = keptEntries(before.current, now);
    return before.current;
  }, [conversations, people, blocked, drafts, text, status, open]);
  const waiting = useMemo(
    () => requests.map((one) => requestEntry(one, { text, people, blocked, drafts, status, open })),
    [requests, people, blocked, drafts, text, status, open],
  );
  const online = useMemo(() => peopleOnline(people, status, blocked), [people, status, blocked]);

  return (
    <EntryList
      entries={entries}
      requests={waiting}
      online={online}
      isOnline={status.state === 'online'}
      unread={status.unread}
      open={open}
    />
  );
}

interface EntryListProps {
  readonly entries: readonly ConversationEntry[];
  readonly requests: readonly ConversationEntry[];
  readonly online: readonly Person[];
  readonly isOnline: boolean;
  readonly unread: number;
  readonly open: string | undefined;
}

/** One list of parts: conversations, requests, groups that one is no longer in, and the people who are online. */
const EntryList = memo(function EntryList({
  entries,
  requests,
  online,
  isOnline,
  unread,
  open,
}: EntryListProps) {
  const text = useText();
  const app = useApp();
  const list = useRef<HTMLDivElement>(null);
  const [layout] = useState(
    () => new ListLayout<unknown>({ estimatedRowSize: 56, estimatedHeadingSize: 36 }),
  );
  useOpenRow(list, layout, open);
  const left = entries.filter(({ ended }) => ended);

  function choose(key: Key | undefined): void {
    const chosen = String(key ?? open ?? '');
    if (chosen.startsWith(PERSON)) app.notices.showRefusal(openPerson(app, chosen.slice(PERSON.length)));
    else if (chosen !== '') app.navigation.open(chosen);
  }

  return (
    <Virtualizer layout={layout}>
      <ListBox
        ref={list}
        className="conversation-list"
        aria-label={text.conversations.listName}
        selectionMode="single"
        escapeKeyBehavior="none"
        selectedKeys={open === undefined ? [] : [open]}
        onSelectionChange={(selection: Selection) => choose([...selection][0] as Key | undefined)}
      >
        <ListBoxSection id="conversations">
          <Header className="list-header">
            {text.conversations.title}
            {unread > 0 && <span className="list-unread">{text.conversations.unread(unread)}</span>}
          </Header>
          <Collection items={entries.filter(({ ended }) => !ended)}>
            {(entry: ConversationEntry) => <ConversationRow id={entry.id} entry={entry} />}
          </Collection>
        </ListBoxSection>
        {requests.length > 0 && (
          <ListBoxSection id="requests">
            <Header className="list-header">
              {text.requests.title}
              <span className="list-count">{requests.length}</span>
            </Header>
            <Collection items={requests}>
              {(entry: ConversationEntry) => <ConversationRow id={entry.id} entry={entry} />}
            </Collection>
          </ListBoxSection>
        )}
        {left.length > 0 && (
          <ListBoxSection id="left">
            <Header className="list-header">{text.groups.left}</Header>
            <Collection items={left}>
              {(entry: ConversationEntry) => <ConversationRow id={entry.id} entry={entry} />}
            </Collection>
          </ListBoxSection>
        )}
        <ListBoxSection id="online">
          <Header className="list-header">
            {text.people.online}
            {isOnline && <span className="list-count">{online.length}</span>}
          </Header>
          <Collection items={online}>
            {(person: Person) => <OnlinePerson id={PERSON + person.user} person={person} />}
          </Collection>
        </ListBoxSection>
      </ListBox>
    </Virtualizer>
  );
});
