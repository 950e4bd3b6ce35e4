import { LogOut, Pencil, Trash2, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { inRoleOrder } from '../../../view-models/groups/rights.ts';
import { nameOf } from '../../../view-models/names.ts';
import { useApp } from '../../app/app.ts';
import { useText } from '../../app/text.tsx';
import { useStore } from '../../app/use-store.ts';
import { useEndedWords } from '../composer/NoWriting.tsx';
import type { ConversationFacts, GroupFacts } from '../use-conversation-facts.ts';
import { MemberRow } from './MemberRow.tsx';

const MOST_SHOWN = 50;

interface GroupDetailsProps {
  readonly facts: ConversationFacts;
  readonly group: GroupFacts;
}

/** The people of a group, its settings, and the ways out of it. */
export function GroupDetails({ facts, group }: GroupDetailsProps) {
  const text = useText();
  const { navigation } = useApp();
  const ended = useEndedWords(facts);
  if (ended) {
    return (
      <>
        <p className="details-hint">
          <bdi>{ended}</bdi>
        </p>
        <section className="details-section details-acts">
          <Button className="details-act" onPress={() => navigation.show('removeConversation')}>
            <Trash2 aria-hidden="true" />
            {text.groups.forget}
          </Button>
        </section>
      </>
    );
  }
  return (
    <>
      <Members facts={facts} group={group} />
      <Settings group={group} />
      <section className="details-section details-acts">
        <Button className="details-act" onPress={() => navigation.show('leaveGroup')}>
          <LogOut aria-hidden="true" />
          {text.groups.leave}
        </Button>
        {group.rights.appoints && (
          <Button className="details-act danger" onPress={() => navigation.show('deleteGroup')}>
            <Trash2 aria-hidden="true" />
            {text.groups.delete}
          </Button>
        )}
      </section>
    </>
  );
}

function Members({ facts, group: { members, rights } }: GroupDetailsProps) {
  const text = useText();
  const { messenger, navigation } = useApp();
  const people = useStore(messenger, (state) => state.people);
  const [all, setAll] = useState(false);
  const ordered = inRoleOrder(members, (user) => nameOf(people, user));
  const shown = all ? ordered : ordered.slice(0, MOST_SHOWN);
  return (
    <section className="details-section">
      <h3>
        {text.groups.members} <span className="list-count">{members.length}</span>
      </h3>
      {rights.manages && (
        <Button className="details-act" onPress={() => navigation.show('addMembers')}>
          <UserPlus aria-hidden="true" />
          {text.groups.add}
        </Button>
      )}
      <ul>
        {shown.map((member) => (
          <MemberRow key={member.user} member={member} facts={facts} rights={rights} />
        ))}
      </ul>
      {shown.length < ordered.length && (
        <Button className="link-button" onPress={() => setAll(true)}>
          {text.groups.showAll(ordered.length)}
        </Button>
      )}
    </section>
  );
}

function Settings({ group: { settings, rights } }: Pick<GroupDetailsProps, 'group'>) {
  const { groups } = useText();
  const { navigation } = useApp();
  if (!settings) return;
  return (
    <section className="details-section">
      <h3>{groups.settings}</h3>
      <dl className="details-settings">
        <dt>{groups.posting}</dt>
        <dd>{groups.postings[settings.posting]}</dd>
        <dt>{groups.history}</dt>
        <dd>{groups.histories[settings.history]}</dd>
      </dl>
      {rights.manages && (
        <Button className="details-act" onPress={() => navigation.show('editGroup')}>
          <Pencil aria-hidden="true" />
          {groups.edit}
        </Button>
      )}
    </section>
  );
}
