import type { ConversationId } from '../../../protocol/ids.ts';
import { useApp } from '../../app/app.ts';

/** Keeps what is written, and lets the others know that something is, unless it is a command. */
export function useWriting(conversation: ConversationId): (line: string) => void {
  const { drafts, engine } = useApp();
  return (line) => {
    drafts.write(conversation, line);
    // Where that fails, nobody has lost anything: a refusal with each key would be the greater harm.
    if (line !== '' && !line.startsWith('/')) void engine.call('setTyping', { conversation });
  };
}
