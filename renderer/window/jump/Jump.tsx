import { Hash, MessageCircle, SquareTerminal, UserRound } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
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
} from 'react-aria-components';
import { type JumpEntry, jumpEntries, matching } from '../../../view-models/jump/entries.ts';
import { useApp } from '../../app/app.ts';
import { useText } from '../../app/text.tsx';
import { useStore } from '../../app/use-store.ts';
import { focusSoon } from '../../components/focus-soon.ts';
import { useJump } from './use-jump.ts';

const icons = { conversation: MessageCircle, person: UserRound, command: SquareTerminal } as const;

export function Jump({ onClose }: { onClose: () => void }) {
  const text = useText();
  const { messenger, announcer } = useApp();
  const state = useStore(messenger, (all) => all);
  const [typed, setTyped] = useState('');
  const found = matching(jumpEntries(state, text), typed);
  const go = useJump();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => focusSoon(() => field.current), []);

  const result = text.palette.found(found.length);
  useEffect(() => {
    if (typed !== '') announcer.say(result, 'results');
  }, [announcer, typed, result]);

  function choose(key: Key): void {
    const entry = found.find((one) => one.key === key);
    onClose();
    if (entry) go(entry);
  }

  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={onClose}>
      <Modal className="modal jump">
        <Dialog className="dialog" aria-label={text.palette.title}>
          <Autocomplete inputValue={typed} onInputChange={setTyped}>
            <TextField aria-label={text.palette.title}>
              <Input ref={field} placeholder={text.palette.field} spellCheck={false} />
            </TextField>
            <Menu
              className="menu jump-results"
              aria-label={text.palette.results}
              items={found}
              onAction={choose}
              renderEmptyState={() => <p className="jump-nothing">{text.palette.nothing(typed)}</p>}
            >
              {(entry: JumpEntry) => <JumpRow entry={entry} />}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function JumpRow({ entry }: { entry: JumpEntry }) {
  const text = useText();
  const Icon = entry.alias === 'Lobby' ? Hash : icons[entry.kind];
  return (
    <MenuItem id={entry.key} textValue={entry.title}>
      <Icon aria-hidden="true" />
      <bdi className="jump-title">{entry.title}</bdi>
      <span className="menu-end">{text.palette[entry.kind]}</span>
    </MenuItem>
  );
}
