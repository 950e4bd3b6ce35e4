import { Button } from 'react-aria-components';
import { useAnnouncement } from '../../announcer/use-announcement.ts';
import { useText } from '../../app/text.tsx';

export function OlderFailed({ failed, onRetry }: { failed: boolean; onRetry: () => void }) {
  const text = useText();
  useAnnouncement(failed ? text.timeline.couldNotLoad : undefined);
  if (!failed) return;
  return (
    <div className="older-failed">
      {text.timeline.couldNotLoad}
      <Button className="link-button" onPress={onRetry}>
        {text.timeline.tryAgain}
      </Button>
    </div>
  );
}
