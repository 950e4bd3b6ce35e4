import { roomFor } from '../../../view-models/remaining-characters.ts';
import { useText } from '../../app/text.tsx';

/** From here on it is said how much still fits. */
const NEARLY_FULL = 1_000;

export function Room({ draft }: { draft: string }) {
  const { composer } = useText();
  const room = roomFor(draft);
  if (room > NEARLY_FULL) return;
  return (
    <p className="composer-room" data-full={room < 0}>
      {room < 0 ? composer.tooLong(-room) : composer.room(room)}
    </p>
  );
}
