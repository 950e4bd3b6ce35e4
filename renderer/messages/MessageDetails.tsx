import { useEffect, useState } from 'react';
import type { MessageDetails as Details } from '../../engine/api/api.ts';
import type { Refusal } from '../../protocol/errors.ts';
import { conversationId, messageId } from '../../protocol/ids.ts';
import { refusalSentence } from '../../text/sentence.ts';
import { formatDate } from '../../text/times.ts';
import { nameOf } from '../../view-models/names.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { Avatar } from '../components/Avatar.tsx';
import { Problem } from '../components/Problem.tsx';
import { WindowDialog } from '../components/WindowDialog.tsx';

/** Who has a message, and what it said before it was edited; as it is now, whenever it changes. */
export function MessageDetails({ onClose }: { onClose: () => void }) {
  const text = useText();
  const { details, refusal } = useDetails();
  return (
    <WindowDialog title={text.messageDetails.title} onClose={onClose}>
      <div className="group-form-fields message-details">
        {refusal && <Problem about={refusal}>{refusalSentence(text, refusal)}</Problem>}
        {details && <Facts details={details} />}
        {details && details.revisions.length > 0 && <Revisions details={details} />}
        {details?.receipts && <Receipts receipts={details.receipts} />}
      </div>
    </WindowDialog>
  );
}

function useDetails() {
  const { engine, navigation } = useApp();
  const { conversation, about } = useStore(navigation, (place) => place);
  const [details, setDetails] = useState<Details>();
  const [refusal, setRefusal] = useState<Refusal>();
  useEffect(() => {
    const id = messageId.parse(about);
    let isShown = true;
    async function read(): Promise<void> {
      const found = await engine.call('messageDetails', {
        conversation: conversationId.parse(conversation),
        message: id,
      });
      if (!isShown) return;
      setDetails(found.ok ? found.value : undefined);
      setRefusal(found.ok ? undefined : found);
    }
    read();
    const stops = [
      engine.on('message', ({ message }) => message.id === id && read()),
      engine.on('messageRemoved', ({ message }) => message === id && read()),
    ];
    return () => {
      isShown = false;
      for (const stop of stops) stop();
    };
  }, [engine, conversation, about]);
  return { details, refusal };
}

function Facts({ details: { message, edits } }: { details: Details }) {
  const text = useText();
  const { messenger } = useApp();
  const name = useStore(messenger, ({ people }) => nameOf(people, message.sender));
  const { messageDetails: words, locale } = text;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [words.from, name],
    [message.seq === undefined ? words.written : words.stored, formatDate(message.sentAt, locale)],
    [words.expires, message.expires && formatDate(message.expires, locale)],
    [words.edited, edits > 0 ? words.edits(edits) : undefined],
    [words.position, message.seq?.toLocaleString(locale)],
  ];
  return (
    <dl className="message-facts">
      {facts.map(
        ([term, value]) =>
          value !== undefined && (
            <div key={term}>
              <dt>{term}</dt>
              <dd>
                <bdi>{value}</bdi>
              </dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** As they were typed. */
function Revisions({ details: { revisions, edits } }: { details: Details }) {
  const { messageDetails: words, locale } = useText();
  return (
    <section aria-label={words.history}>
      <h3>{words.history}</h3>
      {edits >= revisions.length && <p className="field-hint">{words.earlierLeftOut}</p>}
      <ul className="revisions">
        {revisions.map(({ text, at }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two may have the same text and time
          <li key={index}>
            <time dateTime={at}>{formatDate(at, locale)}</time>
            <p className="bubble" dir="auto">
              {text}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Receipts({ receipts }: Required<Pick<Details, 'receipts'>>) {
  const { messageDetails: words } = useText();
  const { messenger } = useApp();
  const people = useStore(messenger, (state) => state.people);
  const groups = (['read', 'delivered', 'sent'] as const).map((state) => ({
    state,
    users: receipts.filter((one) => one.state === state).map(({ user }) => user),
  }));
  return groups.map(
    ({ state, users }) =>
      users.length > 0 && (
        <section key={state} aria-label={words.by[state]}>
          <h3>{words.by[state]}</h3>
          <ul className="receipts">
            {users.map((user) => (
              <li key={user}>
                <Avatar user={user} name={nameOf(people, user)} size="small" />
                <bdi>{nameOf(people, user)}</bdi>
              </li>
            ))}
          </ul>
        </section>
      ),
  );
}
