import { X } from 'lucide-react';
import { Button } from 'react-aria-components';
import { useText } from '../../app/text.tsx';
import type { GivenAnswer } from './use-sending.ts';

interface CommandAnswerPanelProps {
  readonly answer: GivenAnswer;
  readonly onSendAsText: (answer: GivenAnswer) => void;
  readonly onDismiss: () => void;
}

export function CommandAnswerPanel({ answer, onSendAsText, onDismiss }: CommandAnswerPanelProps) {
  const text = useText();
  return (
    <div className="command-answer" data-failed={answer.failed}>
      <div>
        {answer.lines.map((line) => (
          <p key={line}>
            <bdi>{line}</bdi>
          </p>
        ))}
        {answer.asText !== undefined && (
          <Button className="button small" onPress={() => onSendAsText(answer)}>
            {text.composer.sendAsText}
          </Button>
        )}
      </div>
      <Button className="icon-button" aria-label={text.dismiss} onPress={onDismiss}>
        <X />
      </Button>
    </div>
  );
}
