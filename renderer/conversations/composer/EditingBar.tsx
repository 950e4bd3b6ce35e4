import { Pencil, X } from 'lucide-react';
import { Button } from 'react-aria-components';
import { useText } from '../../app/text.tsx';

/** Says that what is in the composer is an earlier message. */
export function EditingBar({ onCancel }: { readonly onCancel: () => void }) {
  const { composer } = useText();
  return (
    <div className="composer-editing">
      <Pencil aria-hidden="true" />
      <span>{composer.editing}</span>
      <Button className="icon-button" aria-label={composer.cancelEditing} onPress={onCancel}>
        <X />
      </Button>
    </div>
  );
}
