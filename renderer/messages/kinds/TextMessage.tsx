import type { Message } from '../../../engine/api/api.ts';
import { FormattedText } from './FormattedText.tsx';

export function TextMessage({ message }: { message: Pick<Message, 'text' | 'mentions'> }) {
  return (
    <div className="bubble">
      <FormattedText text={message.text ?? ''} mentions={message.mentions} />
    </div>
  );
}
