import { ArrowDown } from 'lucide-react';
import { Button } from 'react-aria-components';
import { useText } from '../../app/text.tsx';

export function JumpToLatest({ unread, onPress }: { unread: number; onPress: () => void }) {
  const text = useText();
  const label = unread > 0 ? text.timeline.jumpCount(unread) : text.timeline.jump;
  return (
    <Button className="jump-to-latest" aria-label={label} onPress={onPress}>
      <ArrowDown aria-hidden="true" />
      {unread > 0 && <span className="badge">{unread > 999 ? '999+' : unread}</span>}
    </Button>
  );
}
