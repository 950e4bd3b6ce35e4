import { useId, useMemo } from 'react';
import { type Suggestion, suggestionsFor } from '../../../view-models/commands/completion.ts';
import { mentionSuggestions } from '../../../view-models/commands/mention-completion.ts';
import { ownUser } from '../../../view-models/names.ts';
import { useApp } from '../../app/app.ts';
import { useStore } from '../../app/use-store.ts';
import { useStateOf } from '../../components/use-state-of.ts';

export interface OpenSuggestions {
  readonly open: boolean;
  readonly list: readonly Suggestion[];
  readonly active: number;
  readonly listId: string;
  readonly activeId: string;
  idOf(position: number): string;
  move(step: number): void;
  take(position?: number): void;
  close(): void;
}

/** What is being written, and where. */
interface Written {
  readonly text: string;
  readonly caret: number;
  /** What an earlier message says is no command. */
  readonly mayBeCommand: boolean;
}

/** What could be meant by a command, or by a mention, that is being written. */
export function useSuggestions(
  conversation: string,
  { text: line, caret, mayBeCommand }: Written,
  write: (line: string, caret?: number) => void,
): OpenSuggestions {
  const { messenger } = useApp();
  const { people, blocked, conversations, status } = useStore(messenger, (state) => state);
  const list = useMemo(() => {
    const here = conversations.find(({ id }) => id === conversation);
    const context = { blocked, conversation: here, own: ownUser(status) };
    const commands = mayBeCommand ? suggestionsFor(line, { ...context, people: people.values() }) : [];
    return commands.length > 0 ? commands : mentionSuggestions(line, caret, { ...context, people });
  }, [line, caret, mayBeCommand, people, blocked, conversations, status, conversation]);
  const [active, setActive] = useStateOf(conversation, 0);
  const [closedAt, setClosedAt] = useStateOf<string | undefined>(conversation, undefined);
  const listId = useId();
  const idOf = (position: number) => `${listId}-${position}`;
  const position = Math.min(active, Math.max(list.length - 1, 0));

  return {
    open: list.length > 0 && closedAt !== line,
    list,
    active: position,
    listId,
    activeId: idOf(position),
    idOf,
    move: (step) => setActive((position + step + list.length) % list.length),
    take(chosen = position) {
      const suggestion = list[chosen];
      if (suggestion) write(suggestion.line, suggestion.caret);
      setActive(0);
    },
    close: () => setClosedAt(line),
  };
}
