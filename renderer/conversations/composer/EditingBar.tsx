import { Pencil } from 'lucide-react';
import { useText } from '../../app/text.tsx';
import { ComposerBar } from './ComposerBar.tsx';

/** Says that what is in the composer is an earlier message. */
export function EditingBar({ onCancel }: { readonly onCancel: () => void }) {
  const { composer } = useText();
  return (
    <ComposerBar icon={Pencil} cancelLabel={composer.cancelEditing} onCancel={onCancel}>
      {composer.editing}
    </ComposerBar>
  );
}
