import { X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
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
import { type Candidate, candidates, matchingCandidates } from '../../view-models/groups/people-to-choose.ts';
import { nameOf } from '../../view-models/names.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { Avatar } from '../components/Avatar.tsx';

/** Who is chosen is no longer among those to choose from. */
const nobody: readonly string[] = [];

interface PeoplePickerProps {
  readonly label: string;
  readonly placeholder: string;
  /** Who can be chosen. */
  readonly users: readonly string[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** Finds people by name and lists those chosen, each of whom can be taken out again. */
export function PeoplePicker({ label, placeholder, users, chosen, onChange }: PeoplePickerProps) {
  const text = useText();
  const { messenger, announcer } = useApp();
  const people = useStore(messenger, (state) => state.people);
  const [typed, setTyped] = useState('');
  const labelId = useId();
  const found = matchingCandidates(candidates(people, users), chosen, typed);

  const result = text.palette.found(found.length);
  useEffect(() => {
    if (typed !== '') announcer.say(result, 'results');
  }, [announcer, typed, result]);

  function choose(key: unknown): void {
    if (key === undefined) return;
    onChange([...chosen, String(key)]);
    setTyped('');
    announcer.say(nameOf(people, String(key)), 'chosen');
  }

  /** Enter takes whom the list marks, before it marks one the first, and never submits what is around. */
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
        {label}
      </span>
      <Chosen
        people={people}
        users={chosen}
        onRemove={(user) => onChange(chosen.filter((one) => one !== user))}
      />
      <div className="people-search" onKeyDownCapture={onKeyDown}>
        <Autocomplete inputValue={typed} onInputChange={setTyped}>
          <TextField className="field" aria-labelledby={labelId}>
            <Input placeholder={placeholder} spellCheck={false} />
          </TextField>
          <ListBox
            className="people-found"
            aria-label={text.groups.found}
            items={found}
            selectionMode="single"
            selectedKeys={nobody}
            onSelectionChange={(selection) => choose([...selection][0])}
            renderEmptyState={() => <p className="people-none">{text.groups.noneFound(typed.trim())}</p>}
          >
            {(candidate: Candidate) => <FoundPerson candidate={candidate} />}
          </ListBox>
        </Autocomplete>
      </div>
    </div>
  );
}

function FoundPerson({ candidate: { id: user, title } }: { candidate: Candidate }) {
  return (
    <ListBoxItem id={user} textValue={title} className="found-person">
      <Avatar user={user} name={title} size="small" />
      <bdi className="found-name">{title}</bdi>
      {title !== user && <bdi className="found-user">@{user}</bdi>}
    </ListBoxItem>
  );
}

interface ChosenProps {
  readonly people: Parameters<typeof nameOf>[0];
  readonly users: readonly string[];
  readonly onRemove: (user: string) => void;
}

function Chosen({ people, users, onRemove }: ChosenProps) {
  const text = useText();
  if (users.length === 0) return;
  return (
    <TagGroup
      aria-label={text.groups.chosen}
      onRemove={(keys) => {
        for (const key of keys) onRemove(String(key));
      }}
    >
      <TagList className="chips">
        {users.map((user) => (
          <Tag key={user} id={user} textValue={nameOf(people, user)} className="chip">
            <bdi>{nameOf(people, user)}</bdi>
            <Button slot="remove" className="chip-remove">
              <X aria-hidden="true" />
            </Button>
          </Tag>
        ))}
      </TagList>
    </TagGroup>
  );
}
