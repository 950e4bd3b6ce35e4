import { Button } from 'react-aria-components';
import { useText } from '../../text/text.tsx';

/** The region stays, so that screen readers say what comes into it. */
export function OlderFailed({ failed, onRetry }: { failed: boolean; onRetry: () => void }) {
  const text = useText();
  return (
    <div role="status">
      {failed && (
        <div className="older-failed">
          {text.timeline.couldNotLoad}
          <Button className="link-button" onPress={onRetry}>
            {text.timeline.tryAgain}
          </Button>
        </div>
      )}
    </div>
  );
}
