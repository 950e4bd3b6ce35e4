import { useText } from '../../app/text.tsx';
import type { OpenSuggestions } from './use-suggestions.ts';

/** The list belongs to the text area, which keeps the focus. */
export function Suggestions({ suggestions }: { suggestions: OpenSuggestions }) {
  const text = useText();
  if (!suggestions.open) return;
  return (
    <div
      className="suggestions"
      role="listbox"
      id={suggestions.listId}
      aria-label={suggestions.list[0]?.detail ? text.composer.people : text.composer.suggestions}
    >
      {suggestions.list.map(({ label, detail, command, line }, position) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the text area
        // biome-ignore lint/a11y/useFocusableInteractive: the text area points at the active one
        <div
          key={line}
          id={suggestions.idOf(position)}
          role="option"
          aria-selected={position === suggestions.active}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => suggestions.take(position)}
        >
          <bdi>{label}</bdi>
          {command && <span>{text.composer.help[command]}</span>}
          {detail && <bdi>{detail}</bdi>}
        </div>
      ))}
    </div>
  );
}
