import { Button } from 'react-aria-components';
import { useText } from '../../text/text.tsx';

export function OlderFailed({ onRetry }: { onRetry: () => void }) {
  const text = useText();
  return (
    <div className="older-failed" role="status">
      {text.timeline.couldNotLoad}
      <Button className="link-button" onPress={onRetry}>
        {text.timeline.tryAgain}
      </Button>
    </div>
  );
}
