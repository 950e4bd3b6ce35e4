import { Lock } from 'lucide-react';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Catalogue } from '../../../text/languages.ts';
import { useApp } from '../../app/app.ts';
import { useText } from '../../app/text.tsx';
import { useAnnouncement } from '../../app/use-announcement.ts';
import { useStore } from '../../app/use-store.ts';
import type { ConversationFacts } from '../use-conversation-facts.ts';
import { CommandAnswerPanel } from './CommandAnswerPanel.tsx';
import { EditingBar } from './EditingBar.tsx';
import { ReplyBar } from './ReplyBar.tsx';
import { Room } from './Room.tsx';
import { SaveButton, SendButton } from './SendButton.tsx';
import { Suggestions } from './Suggestions.tsx';
import { TypingLine } from './TypingLine.tsx';
import { useComposerKeys } from './use-composer-keys.ts';
import { useEditing } from './use-editing.ts';
import { useSending } from './use-sending.ts';
import { useSuggestions } from './use-suggestions.ts';
import { useWriting } from './use-writing.ts';

interface ComposerProps {
  readonly facts: ConversationFacts;
}

const NO_DRAFT = '';

/** Its text area stays the same element in every conversation: a key that follows a switch finds it. */
export function Composer({ facts }: ComposerProps) {
  const text = useText();
  const { drafts, navigation, replying } = useApp();
  const writeDraft = useWriting(facts.id);
  const area = useRef<HTMLTextAreaElement>(null);
  const draft = useStore(drafts, (all) => all.get(facts.id) ?? NO_DRAFT);
  const editing = useEditing(facts);
  const isEditing = editing.text !== undefined;
  const answered = useStore(replying, (all) => (isEditing ? undefined : all.get(facts.id)));
  const written = editing.text ?? draft;
  const write = isEditing ? editing.write : writeDraft;
  const caret = useCaret(area, written);
  const suggestions = useSuggestions(
    facts.id,
    { text: written, caret: caret.at, mayBeCommand: !isEditing },
    (line, at) => {
      write(line);
      if (at !== undefined) caret.moveTo(at);
    },
  );
  const { send, sendAsText, answer, dismiss } = useSending(facts);
  const finish = isEditing ? editing.save : send;
  const reply = { isOpen: answered !== undefined, cancel: () => replying.end(facts.id) };
  const onKeyDown = useComposerKeys({ written, finish, suggestions, editing, reply });
  useAnnouncement(answer?.lines.join('\n'), answer);
  useFocusOnOpening(area, `${facts.id} ${answered?.id} ${isEditing}`);
  const thenFocus = (_: unknown) => area.current?.focus();
  const name = isEditing ? text.composer.editMessage : nameFor(facts, text);

  return (
    <footer className="composer" data-region>
      {answer && (
        <CommandAnswerPanel
          answer={answer}
          onSendAsText={(given) => thenFocus(sendAsText(given))}
          onDismiss={dismiss}
        />
      )}
      {isEditing && <EditingBar onCancel={() => thenFocus(editing.cancel())} />}
      {answered && <ReplyBar answered={answered} onCancel={() => thenFocus(reply.cancel())} />}
      <Room draft={written} />
      <Suggestions suggestions={suggestions} />
      <div className="composer-box">
        <textarea
          ref={area}
          rows={1}
          dir="auto"
          aria-label={name}
          placeholder={name}
          value={written}
          aria-autocomplete="list"
          aria-controls={suggestions.open ? suggestions.listId : undefined}
          aria-activedescendant={suggestions.open ? suggestions.activeId : undefined}
          onChange={(event) => write(event.target.value)}
          onSelect={caret.note}
          onKeyDown={onKeyDown}
        />
        {!isEditing && (
          <Button
            className="icon-button"
            aria-label={text.locked.send}
            onPress={() => navigation.show('sendLocked')}
          >
            <Lock />
          </Button>
        )}
        {isEditing ? (
          <SaveButton onSave={() => thenFocus(editing.save())} />
        ) : (
          <SendButton onSend={(how) => thenFocus(send(written, how))} />
        )}
      </div>
      <TypingLine conversation={facts.id} />
    </footer>
  );
}

/** Where one writes. `moveTo` holds for the text that is drawn next. */
function useCaret(area: RefObject<HTMLTextAreaElement | null>, written: string) {
  const [at, setAt] = useState(0);
  const wanted = useRef<number>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once the new text is in the field
  useLayoutEffect(() => {
    if (wanted.current !== undefined) area.current?.setSelectionRange(wanted.current, wanted.current);
    wanted.current = undefined;
    setAt(area.current?.selectionEnd ?? 0);
  }, [area, written]);
  return {
    at,
    note: () => setAt(area.current?.selectionEnd ?? 0),
    moveTo(position: number) {
      wanted.current = position;
    },
  };
}

/** At once, for what is typed next, and a frame later: after a click, and after a dialog has given the focus back. */
function useFocusOnOpening(area: RefObject<HTMLTextAreaElement | null>, work: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time another one is opened, or a reply or an edit begins
  useEffect(() => {
    area.current?.focus();
    const opened = requestAnimationFrame(() => area.current?.focus());
    return () => cancelAnimationFrame(opened);
  }, [area, work]);
}

function nameFor({ kind, title }: ConversationFacts, { composer }: Catalogue): string {
  if (kind === 'public') return composer.lobbyPlaceholder;
  return kind === 'self' ? composer.selfPlaceholder : composer.placeholder(title);
}
