import { UserRoundPlus, UsersRound } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Conversation } from '../../engine/api/api.ts';
import { nameOf } from '../../view-models/names.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { useTimes } from '../app/use-times.ts';
import { BackToList } from '../components/BackToList.tsx';

/** In a conversation's place: who has begun it and since when, and what the user can answer. */
export function RequestView({ conversation }: { conversation: Conversation }) {
  const text = useText();
  const times = useTimes();
  const { messenger, announcer } = useApp();
  const { id, kind, title, request } = conversation;
  const from = request?.from ?? '';
  const name = useStore(messenger, ({ people }) => nameOf(people, from));
  const isGroup = kind === 'group';
  const heading = isGroup ? text.requests.groupHeading(name, title) : text.requests.heading(name);
  // biome-ignore lint/correctness/useExhaustiveDependencies: not when its name changes
  useEffect(() => announcer.say(heading, 'place'), [announcer, id]);
  const Icon = isGroup ? UsersRound : UserRoundPlus;
  const hint = isGroup ? text.requests.groupHint : text.requests.hint;
  return (
    <main className="conversation request">
      <BackToList />
      <div className="empty-state" data-region tabIndex={-1}>
        <Icon aria-hidden="true" />
        <h1>
          <bdi>{heading}</bdi>
        </h1>
        {name !== from && <bdi className="details-address">@{from}</bdi>}
        {request?.since && <p>{text.requests.since(times.recent(request.since))}</p>}
        <p>{request?.refused ? text.requests.refusedHint : hint}</p>
        <Answers conversation={conversation} from={from} />
      </div>
    </main>
  );
}

function Answers({ conversation: { id, request }, from }: { conversation: Conversation; from: string }) {
  const { requests } = useText();
  const { engine, navigation, notices } = useApp();
  const [busy, setBusy] = useState(false);

  async function answer(accept: boolean): Promise<void> {
    setBusy(true);
    await notices.showRefusal(engine.call('answerRequest', { conversation: id, accept }));
    setBusy(false);
  }

  return (
    <div className="request-answers">
      <Button className="button primary" isDisabled={busy} onPress={() => answer(true)}>
        {requests.accept}
      </Button>
      {!request?.refused && (
        <Button className="button" isDisabled={busy} onPress={() => answer(false)}>
          {requests.refuse}
        </Button>
      )}
      <Button className="button" onPress={() => navigation.show('block', from)}>
        {requests.block}
      </Button>
    </div>
  );
}
