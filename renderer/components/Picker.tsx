import { X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useState } from 'react';
import {
  Autocomplete,
  Button,
  Input,
  ListBox,
  ListBoxItem,
  Tag,
  TagGroup,
  TagList,
  TextField,
} from 'react-aria-components';
import { type Candidate, matchingCandidates } from '../../view-models/groups/people-to-choose.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';

/** What is chosen is no longer among that to choose from. */
const nothing: readonly string[] = [];

export interface PickerWords {
  readonly label: string;
  readonly placeholder: string;
  /** Of the list of what can be chosen, and of that of what is. */
  readonly found: string;
  readonly chosen: string;
  noneFound(typed: string): string;
}

interface PickerProps {
  readonly words: PickerWords;
  readonly candidates: readonly Candidate[];
  readonly chosen: readonly string[];
  /** How one is drawn in the list. */
  readonly draw: (candidate: Candidate) => ReactNode;
  readonly onChange: (chosen: readonly string[]) => void;
}

/** Finds by name, and lists what is chosen, each of which can be taken out again. */
export function Picker({ words, candidates, chosen, draw, onChange }: PickerProps) {
  const text = useText();
  const { announcer } = useApp();
  const [typed, setTyped] = useState('');
  const labelId = useId();
  const found = matchingCandidates(candidates, chosen, typed);
  const titleOf = (id: string) => candidates.find((one) => one.id === id)?.title ?? id;

  const result = text.palette.found(found.length);
  useEffect(() => {
    if (typed !== '') announcer.say(result, 'results');
  }, [announcer, typed, result]);

  function choose(key: unknown): void {
    if (key === undefined) return;
    onChange([...chosen, String(key)]);
    setTyped('');
    announcer.say(titleOf(String(key)), 'chosen');
  }

  /** Enter takes what the list marks, before it marks one the first, and never submits what is around. */
  function onKeyDown(event: KeyboardEvent): void {
    // The field's keys come by once more, for the entry of the list that is marked.
    if (!(event.target instanceof HTMLInputElement) || event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') event.preventDefault();
    const isMarked = event.target.hasAttribute('aria-activedescendant');
    if (event.key === 'Enter' && typed !== '' && !isMarked) {
      event.stopPropagation();
      choose(found[0]?.id);
    }
    if (event.key === 'Backspace' && typed === '' && chosen.length > 0) onChange(chosen.slice(0, -1));
  }

  return (
    <div className="people-picker">
      <span id={labelId} className="people-label">
        {words.label}
      </span>
      <Chosen
        label={words.chosen}
        chosen={chosen.map((id) => ({ id, title: titleOf(id) }))}
        onRemove={(id) => onChange(chosen.filter((one) => one !== id))}
      />
      <div className="people-search" onKeyDownCapture={onKeyDown}>
        <Autocomplete inputValue={typed} onInputChange={setTyped}>
          <TextField className="field" aria-labelledby={labelId}>
            <Input placeholder={words.placeholder} spellCheck={false} />
          </TextField>
          <ListBox
            className="people-found"
            aria-label={words.found}
            items={found}
            selectionMode="single"
            selectedKeys={nothing}
            onSelectionChange={(selection) => choose([...selection][0])}
            renderEmptyState={() => <p className="people-none">{words.noneFound(typed.trim())}</p>}
          >
            {(candidate: Candidate) => (
              <ListBoxItem textValue={candidate.title} className="found-person">
                {draw(candidate)}
              </ListBoxItem>
            )}
          </ListBox>
        </Autocomplete>
      </div>
    </div>
  );
}

interface ChosenProps {
  readonly label: string;
  readonly chosen: readonly Pick<Candidate, 'id' | 'title'>[];
  readonly onRemove: (id: string) => void;
}

function Chosen({ label, chosen, onRemove }: ChosenProps) {
  if (chosen.length === 0) return;
  return (
    <TagGroup
      aria-label={label}
      onRemove={(keys) => {
        for (const key of keys) onRemove(String(key));
      }}
    >
      <TagList className="chips">
        {chosen.map(({ id, title }) => (
          <Tag key={id} id={id} textValue={title} className="chip">
            <bdi>{title}</bdi>
            <Button slot="remove" className="chip-remove">
              <X aria-hidden="true" />
            </Button>
          </Tag>
        ))}
      </TagList>
    </TagGroup>
  );
}
