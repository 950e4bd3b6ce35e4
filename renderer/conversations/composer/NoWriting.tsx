import { Megaphone, UserX } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button } from 'react-aria-components';
import type { Conversation } from '../../../engine/api/api.ts';
import type { Catalogue } from '../../../text/languages.ts';
import { holdsPassphrase } from '../../../view-models/commands/commands.ts';
import { isolated } from '../../../view-models/groups/group-events.ts';
import { nameOf } from '../../../view-models/names.ts';
import { useApp } from '../../app/app.ts';
import { useText } from '../../app/text.tsx';
import { useAnnouncement } from '../../app/use-announcement.ts';
import { useStore } from '../../app/use-store.ts';
import { useTimes } from '../../app/use-times.ts';
import type { ConversationFacts } from '../use-conversation-facts.ts';
import { useEditing } from './use-editing.ts';

/** In the composer's place, why one can't write here, and what was written and can no longer be sent. */
export function NoWriting({ facts }: { facts: ConversationFacts }) {
  const text = useText();
  const { engine, navigation, notices, drafts } = useApp();
  const { user } = facts;
  const draft = useStore(drafts, (all) => all.get(facts.id));
  const isOver = facts.group?.ended !== undefined || facts.deletedSince !== undefined;
  const isBlocked = facts.blocked && !isOver;
  const endedWords = useEndedWords(facts);
  const words = isBlocked ? text.requests.blockedHere(facts.title) : (endedWords ?? text.groups.onlyAdmins);
  useAnnouncement(words, facts.id);
  return (
    <footer className="composer no-writing" data-region tabIndex={-1}>
      {isOver || isBlocked ? <UserX aria-hidden="true" /> : <Megaphone aria-hidden="true" />}
      <p>
        <bdi>{words}</bdi>
      </p>
      {isBlocked && user && (
        <Button
          className="button small"
          onPress={() => notices.showRefusal(engine.call('unblock', { user }))}
        >
          {text.requests.unblock}
        </Button>
      )}
      {isOver ? (
        <Button className="button small" onPress={() => navigation.show('removeConversation')}>
          {text.groups.forget}
        </Button>
      ) : (
        !isBlocked && <EditLast facts={facts} />
      )}
      {draft && !holdsPassphrase(draft) && (
        <blockquote className="unsent-draft">
          <strong>{text.groups.notSent}</strong>
          <p dir="auto">{draft}</p>
        </blockquote>
      )}
    </footer>
  );
}

function EditLast({ facts }: { facts: ConversationFacts }) {
  const text = useText();
  const { notices } = useApp();
  const editing = useEditing(facts);
  const button = useRef<HTMLButtonElement>(null);
  // What had it was the composer of an edit, which is over.
  useEffect(() => {
    if (document.activeElement === document.body) button.current?.focus();
  }, []);
  const begin = async () => {
    const refusal = await editing.begin();
    if (refusal) notices.show(refusal);
  };
  return (
    <Button ref={button} className="button small" onPress={begin}>
      {text.groups.editLast}
    </Button>
  );
}

/** How one ceased to be a member, or when the other ceased to be here; undefined while neither is so. */
export function useEndedWords({ group, own, title, deletedSince }: ConversationFacts): string | undefined {
  const text = useText();
  const times = useTimes();
  const { messenger } = useApp();
  const ended = group?.ended;
  const by = useStore(messenger, ({ people }) => (ended ? nameOf(people, ended.by) : ''));
  if (deletedSince) return text.accountDeletion.here(isolated(title), times.date(deletedSince));
  return ended && endedSentence(text, ended, ended.by === own ? undefined : by, times.date(ended.at));
}

function endedSentence(
  { groups }: Catalogue,
  { how }: NonNullable<Conversation['ended']>,
  by: string | undefined,
  day: string,
): string {
  return groups.ended[how](by === undefined ? undefined : isolated(by), day);
}
