import { type ReactNode, useEffect, useRef } from 'react';
import {
  Autocomplete,
  Dialog,
  Input,
  type Key,
  Menu,
  MenuItem,
  Modal,
  ModalOverlay,
  TextField,
  ToggleButton,
} from 'react-aria-components';
import type { SearchHit } from '../../engine/api/api.ts';
import { LONGEST_SEARCH } from '../../protocol/search-text.ts';
import { nameOf, ownUser, titleOf } from '../../view-models/names.ts';
import { extractOf } from '../../view-models/search/extract.ts';
import type { MessageSearchState } from '../../view-models/search/message-search.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { useTimes } from '../app/use-times.ts';
import { focusSoon } from '../components/focus-soon.ts';

const MORE = 'more';

export function MessageSearch({ onClose }: { onClose: () => void }) {
  const text = useText();
  const { search, navigation } = useApp();
  const state = useStore(search, (all) => all);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => focusSoon(() => field.current), []);
  useSpokenCount(state);

  function choose(key: Key): void {
    const hit = state.hits.find(({ message }) => message.id === key);
    if (key === MORE) search.more();
    else if (hit) navigation.openAt(hit.message.conversation, hit.message.id);
  }

  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={onClose}>
      <Modal className="modal jump search">
        <Dialog className="dialog" aria-label={text.search.title}>
          <Autocomplete inputValue={state.text} onInputChange={(typed) => search.find(typed)}>
            <TextField aria-label={text.search.title} maxLength={LONGEST_SEARCH}>
              <Input ref={field} placeholder={text.search.field} spellCheck={false} />
            </TextField>
            <OnlyHere state={state} />
            <Menu
              className="menu jump-results"
              aria-label={text.search.results}
              shouldCloseOnSelect={false}
              onAction={choose}
              renderEmptyState={() => <Nothing state={state} />}
            >
              {state.hits.map((hit) => (
                <Hit key={hit.message.id} hit={hit} />
              ))}
              {state.next !== undefined && (
                <MenuItem id={MORE} textValue={text.search.more}>
                  {text.search.more}
                </MenuItem>
              )}
            </Menu>
          </Autocomplete>
          <Reach state={state} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** Where a conversation is open, the search can be limited to it. */
function OnlyHere({ state }: { state: MessageSearchState }) {
  const text = useText();
  const { search, messenger, navigation } = useApp();
  const here = useStore(navigation, ({ conversation }) => conversation);
  const { conversations, people } = useStore(messenger, (all) => all);
  const open = conversations.find(({ id }) => id === (state.within ?? here));
  if (!open) return;
  return (
    <div className="search-scope">
      <ToggleButton
        className="button"
        isSelected={state.within !== undefined}
        onChange={(only) => search.within(only ? open.id : undefined)}
      >
        {text.search.onlyIn(titleOf(text, people, open))}
      </ToggleButton>
    </div>
  );
}

function Hit({ hit: { message, title, ranges } }: { hit: SearchHit }) {
  const text = useText();
  const { messenger } = useApp();
  const { conversations, people, status } = useStore(messenger, (all) => all);
  const times = useTimes();
  const conversation = conversations.find(({ id }) => id === message.conversation);
  const where = conversation ? titleOf(text, people, conversation) : title;
  const who = message.sender === ownUser(status) ? text.conversations.you : nameOf(people, message.sender);
  const when = times.recent(message.sentAt);
  const parts = extractOf(message.text ?? '', ranges);
  const words = parts.map((part) => part.text).join('');
  return (
    <MenuItem id={message.id} className="search-hit" textValue={`${who}, ${words}, ${when}, ${where}`}>
      <span className="search-hit-head">
        <bdi className="search-hit-sender">{who}</bdi>
        <bdi className="search-hit-place">{where}</bdi>
        <time className="menu-end" dateTime={message.sentAt}>
          {when}
        </time>
      </span>
      <span className="search-extract" dir="auto">
        {parts.map((part): ReactNode => (part.isHit ? <mark key={part.start}>{part.text}</mark> : part.text))}
      </span>
    </MenuItem>
  );
}

function Nothing({ state }: { state: MessageSearchState }) {
  const text = useText();
  const isAsked = state.text.trim() !== '' && !state.searching;
  return (
    <p className="jump-nothing">{isAsked ? text.search.nothing(state.text.trim()) : text.search.hint}</p>
  );
}

/** What of the past was not looked at. */
function Reach({ state: { searchedTo, completeTo } }: { state: MessageSearchState }) {
  const text = useText();
  const times = useTimes();
  if (searchedTo === undefined && completeTo === undefined) return;
  return (
    <p className="search-reach">
      {searchedTo !== undefined && <span>{text.search.searchedTo(times.date(searchedTo))} </span>}
      {completeTo !== undefined && <span>{text.search.completeTo(times.date(completeTo))}</span>}
    </p>
  );
}

/** The announcer waits until nothing is typed any more. */
function useSpokenCount({ text: typed, hits, next, searching }: MessageSearchState): void {
  const text = useText();
  const { announcer } = useApp();
  const count = text.search.found(hits.length, next !== undefined);
  useEffect(() => {
    if (typed.trim() !== '' && !searching) announcer.say(count, 'results');
  }, [announcer, typed, searching, count]);
}
