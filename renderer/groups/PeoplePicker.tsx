import { type Candidate, candidates } from '../../view-models/groups/people-to-choose.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { Avatar } from '../components/Avatar.tsx';
import { Picker } from '../components/Picker.tsx';

interface PeoplePickerProps {
  readonly label: string;
  readonly placeholder: string;
  /** Who can be chosen. */
  readonly users: readonly string[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

export function PeoplePicker({ label, placeholder, users, chosen, onChange }: PeoplePickerProps) {
  const { groups } = useText();
  const { messenger } = useApp();
  const people = useStore(messenger, (state) => state.people);
  return (
    <Picker
      words={{
        label,
        placeholder,
        found: groups.found,
        chosen: groups.chosen,
        noneFound: groups.noneFound,
      }}
      candidates={candidates(people, [...new Set([...users, ...chosen])])}
      chosen={chosen}
      draw={({ id: user, title }: Candidate) => (
        <>
          <Avatar user={user} name={title} size="small" />
          <bdi className="found-name">{title}</bdi>
          {title !== user && <bdi className="found-user">@{user}</bdi>}
        </>
      )}
      onChange={onChange}
    />
  );
}
