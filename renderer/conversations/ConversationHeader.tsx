import { BellOff, CalendarSearch, Globe, PanelRight, ShieldAlert, ShieldCheck } from 'lucide-react';
import { Button, ToggleButton } from 'react-aria-components';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { Avatar, SymbolAvatar } from '../components/Avatar.tsx';
import { BackToList } from '../components/BackToList.tsx';
import { BackToResults } from '../search/BackToResults.tsx';
import type { Safety } from '../verification/use-safety.ts';
import type { ConversationFacts } from './use-conversation-facts.ts';

export function ConversationHeader({ facts, safety }: { facts: ConversationFacts; safety: Safety }) {
  const text = useText();
  const { navigation, preferences } = useApp();
  const details = useStore(preferences, (all) => all.details);
  return (
    <header className="conversation-header">
      <BackToList />
      <ConversationAvatar facts={facts} size="header" />
      <div className="conversation-heading">
        <h1>
          <bdi>{facts.title}</bdi>
        </h1>
        <Subtitle facts={facts} safety={safety} />
      </div>
      {facts.muted && <BellOff className="header-muted" role="img" aria-label={text.mute.muted} />}
      <BackToResults />
      <Button
        className="icon-button"
        aria-label={text.goToDate.title}
        onPress={() => navigation.show('goToDate')}
      >
        <CalendarSearch />
      </Button>
      <ToggleButton
        className="icon-button"
        aria-label={details ? text.details.hide : text.details.show}
        isSelected={details}
        onChange={(shown) => preferences.change({ details: shown })}
      >
        <PanelRight />
      </ToggleButton>
    </header>
  );
}

const symbols = { public: 'lobby', group: 'group', self: 'self' } as const;

export function ConversationAvatar({ facts, size }: { facts: ConversationFacts; size: 'header' | 'large' }) {
  if (facts.kind !== 'direct') return <SymbolAvatar symbol={symbols[facts.kind]} size={size} />;
  return <Avatar user={facts.user ?? facts.title} name={facts.title} size={size} presence={facts.presence} />;
}

/** Encryption is the rule, so the header shows only what differs: public, verified, changed keys. */
function Subtitle({ facts, safety }: { facts: ConversationFacts; safety: Safety }) {
  const text = useText();
  if (facts.kind === 'public') {
    return (
      <p className="conversation-subtitle">
        <Globe aria-hidden="true" />
        {text.conversations.public}
      </p>
    );
  }
  if (facts.kind === 'self') return <p className="conversation-subtitle">{text.details.selfHint}</p>;
  if (facts.group) {
    const { ended, members } = facts.group;
    return (
      <p className="conversation-subtitle">
        {ended ? text.groups.endedBriefly[ended.how] : text.groups.memberCount(members.length)}
      </p>
    );
  }
  const presence = facts.deletedSince
    ? text.accountDeletion.briefly
    : facts.presence && text.presence[facts.presence];
  const shownName = facts.title === facts.user ? undefined : facts.user;
  const words = [!safety.changed && safety.verified && text.details.verified, presence]
    .filter(Boolean)
    .join(' · ');
  return (
    <p className="conversation-subtitle">
      {safety.changed && <ShieldAlert className="danger" aria-hidden="true" />}
      {!safety.changed && safety.verified && <ShieldCheck className="good" aria-hidden="true" />}
      {shownName && (
        <>
          <bdi>@{shownName}</bdi>
          {words && <span aria-hidden="true">·</span>}
        </>
      )}
      <span>{words}</span>
    </p>
  );
}
