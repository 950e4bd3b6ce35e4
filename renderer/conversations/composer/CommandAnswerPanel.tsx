import { X } from 'lucide-react';
import { Button } from 'react-aria-components';
import { useText } from '../../text/text.tsx';
import type { CommandAnswer } from './run-command.ts';

interface CommandAnswerPanelProps {
  readonly answer: CommandAnswer;
  readonly onDismiss: () => void;
}

export function CommandAnswerPanel({ answer, onDismiss }: CommandAnswerPanelProps) {
  const text = useText();
  return (
    <div className="command-answer" data-failed={answer.failed}>
      <div>
        {answer.lines.map((line) => (
          <p key={line}>
            <bdi>{line}</bdi>
          </p>
        ))}
      </div>
      <Button className="icon-button" aria-label={text.dismiss} onPress={onDismiss}>
        <X />
      </Button>
    </div>
  );
}
