import { Button } from 'react-aria-components';
import { useText } from '../../app/text.tsx';
import { useAnnouncement } from '../../app/use-announcement.ts';

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
