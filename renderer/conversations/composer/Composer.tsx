import { ArrowUp } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button } from 'react-aria-components';
import { useStore } from '../../messenger/store.ts';
import type { Catalogue } from '../../text/english.ts';
import { useText } from '../../text/text.tsx';
import { useApp } from '../../window/app.ts';
import type { ConversationFacts } from '../use-conversation-facts.ts';
import { CommandAnswerPanel } from './CommandAnswerPanel.tsx';
import { Room } from './Room.tsx';
import { Suggestions } from './Suggestions.tsx';
import { useComposerKeys } from './use-composer-keys.ts';
import { useSending } from './use-sending.ts';
import { useSuggestions } from './use-suggestions.ts';

interface ComposerProps {
  readonly facts: ConversationFacts;
}

const NO_DRAFT = '';

export function Composer({ facts }: ComposerProps) {
  const text = useText();
  const { drafts } = useApp();
  const area = useRef<HTMLTextAreaElement>(null);
  const draft = useStore(drafts, (all) => all.get(facts.id) ?? NO_DRAFT);
  const write = (written: string) => drafts.write(facts.id, written);
  const suggestions = useSuggestions(draft, write);
  const { send, sendAsText, answer, dismiss } = useSending(facts);
  const onKeyDown = useComposerKeys({ draft, send, suggestions });
  // A frame later: after the click that opened the conversation, and after a dialog has given the focus back.
  useEffect(() => {
    const opened = requestAnimationFrame(() => area.current?.focus());
    return () => cancelAnimationFrame(opened);
  }, []);
  const name = nameFor(facts, text);

  return (
    <footer className="composer" data-region>
      <div role="status">
        {answer && (
          <CommandAnswerPanel
            answer={answer}
            onSendAsText={(given) => {
              sendAsText(given);
              area.current?.focus();
            }}
            onDismiss={dismiss}
          />
        )}
      </div>
      <Room draft={draft} />
      <Suggestions suggestions={suggestions} />
      <div className="composer-box">
        <textarea
          ref={area}
          rows={1}
          dir="auto"
          aria-label={name}
          placeholder={name}
          value={draft}
          aria-autocomplete="list"
          aria-controls={suggestions.open ? suggestions.listId : undefined}
          aria-activedescendant={suggestions.open ? suggestions.activeId : undefined}
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <Button
          className="send-button"
          aria-label={text.composer.send}
          onPress={() => {
            send(draft);
            area.current?.focus();
          }}
        >
          <ArrowUp />
        </Button>
      </div>
    </footer>
  );
}

function nameFor({ kind, title }: ConversationFacts, { composer }: Catalogue): string {
  if (kind === 'public') return composer.lobbyPlaceholder;
  return kind === 'self' ? composer.selfPlaceholder : composer.placeholder(title);
}
