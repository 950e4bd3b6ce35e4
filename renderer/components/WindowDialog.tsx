import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useText } from '../app/text.tsx';
import { useAnnouncement } from '../app/use-announcement.ts';
import { focusSoon } from './focus-soon.ts';

interface WindowDialogProps {
  readonly title: string;
  readonly wide?: boolean;
  /** One begins in its first field. */
  readonly fillIn?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function WindowDialog({ title, wide, fillIn = false, onClose, children }: WindowDialogProps) {
  const text = useText();
  const dialog = useRef<HTMLElement>(null);
  // Orca says nothing of it, mostly, when the focus comes from a text.
  useAnnouncement(title);
  useEffect(() => focusSoon(() => beginningOf(dialog.current, fillIn)), [fillIn]);
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={onClose}>
      <Modal className="modal" data-wide={wide}>
        {/* Named by its heading alone it would be read as one long word of all that is in it. */}
        <Dialog className="dialog" aria-label={title} ref={dialog}>
          <header className="dialog-header">
            <Heading slot="title" tabIndex={-1}>
              {title}
            </Heading>
            <Button className="icon-button" aria-label={text.close} onPress={onClose}>
              <X />
            </Button>
          </header>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** The page that is chosen, the field that is to be filled in, or the title. */
function beginningOf(dialog: HTMLElement | null, fillIn: boolean): HTMLElement | null | undefined {
  return (
    dialog?.querySelector<HTMLElement>(`[role="tab"][aria-selected="true"]${fillIn ? ', input' : ''}`) ??
    dialog?.querySelector('h2')
  );
}
