import { Globe, X } from 'lucide-react';
import { Button } from 'react-aria-components';
import { useApp } from '../../app/app.ts';
import { useText } from '../../app/text.tsx';
import { BlockButton } from '../../requests/BlockButton.tsx';
import type { Safety } from '../../verification/use-safety.ts';
import { ConversationAvatar } from '../ConversationHeader.tsx';
import type { ConversationFacts } from '../use-conversation-facts.ts';
import { DisappearingButton } from './DisappearingButton.tsx';
import { GroupDetails } from './GroupDetails.tsx';
import { MuteButton } from './MuteButton.tsx';
import { NotificationChoice } from './NotificationChoice.tsx';
import { PeopleHere } from './PeopleHere.tsx';
import { Verification } from './Verification.tsx';

export function Details({ facts, safety }: { facts: ConversationFacts; safety: Safety }) {
  const text = useText();
  const { preferences } = useApp();
  return (
    <aside className="details" aria-label={text.details.title} data-region tabIndex={-1}>
      <Button
        className="icon-button details-close"
        aria-label={text.details.hide}
        onPress={() => preferences.change({ details: false })}
      >
        <X />
      </Button>
      <ConversationAvatar facts={facts} size="large" />
      <h2>
        <bdi>{facts.title}</bdi>
      </h2>
      {facts.address && <bdi className="details-address">{facts.address}</bdi>}
      {facts.kind === 'direct' && <Verification facts={facts} safety={safety} />}
      {!facts.group?.ended && <MuteButton facts={facts} />}
      <DisappearingButton facts={facts} />
      {!facts.group?.ended && facts.kind !== 'self' && <NotificationChoice facts={facts} />}
      {facts.user && <BlockButton user={facts.user} />}
      {facts.group && <GroupDetails facts={facts} group={facts.group} />}
      {facts.kind === 'self' && <p className="details-hint">{text.conversations.emptySelf}</p>}
      {facts.kind === 'public' && (
        <>
          <div className="card">
            <Globe aria-hidden="true" />
            <div>
              <strong>{text.conversations.public}</strong>
              <p>{text.details.publicHint}</p>
            </div>
          </div>
          <PeopleHere />
        </>
      )}
    </aside>
  );
}
