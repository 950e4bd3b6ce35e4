import { useMemo } from 'react';
import {
  Header,
  type Key,
  ListBox,
  ListBoxSection,
  ListLayout,
  type Selection,
  Virtualizer,
} from 'react-aria-components';
import type { EngineStatus } from '../../../engine/api.ts';
import { useStore } from '../../messenger/store.ts';
import { OnlinePerson } from '../../people/OnlinePerson.tsx';
import { useText } from '../../text/text.tsx';
import { useApp } from '../../window/app.ts';
import { ConversationRow } from './ConversationRow.tsx';
import { conversationEntry, peopleOnline } from './entries.ts';

const PERSON = 'person:';

/** One list of two parts: conversations, and who is there. */
export function ConversationList({ status }: { status: EngineStatus }) {
  const text = useText();
  const { messenger, navigation, drafts: draftStore, notices } = useApp();
  const { conversations, people } = useStore(messenger, (state) => state);
  const drafts = useStore(draftStore, (all) => all);
  const open = useStore(navigation, (place) => place.conversation);
  const entries = useMemo(
    () => conversations.map((one) => conversationEntry(one, { text, people, drafts, status, open })),
    [conversations, people, drafts, text, status, open],
  );
  const online = useMemo(() => peopleOnline(people, status), [people, status]);

  async function openPerson(user: string): Promise<void> {
    const opened = await messenger.openDirect(user);
    if (opened.ok) navigation.open(opened.value.id);
    else notices.refused(opened);
  }

  function choose(key: Key | undefined): void {
    const chosen = String(key ?? open ?? '');
    if (chosen.startsWith(PERSON)) openPerson(chosen.slice(PERSON.length));
    else if (chosen !== '') navigation.open(chosen);
  }

  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ estimatedRowSize: 56, estimatedHeadingSize: 36 }}>
      <ListBox
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
            {status.unread > 0 && (
              <span className="list-unread">{text.conversations.unread(status.unread)}</span>
            )}
          </Header>
          {entries.map((entry) => (
            <ConversationRow key={entry.id} entry={entry} />
          ))}
        </ListBoxSection>
        <ListBoxSection id="online">
          <Header className="list-header">
            {text.people.online}
            {status.state === 'online' && <span className="list-count">{online.length}</span>}
          </Header>
          {online.map((person) => (
            <OnlinePerson key={person.user} id={PERSON + person.user} person={person} />
          ))}
        </ListBoxSection>
      </ListBox>
    </Virtualizer>
  );
}
