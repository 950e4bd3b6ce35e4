import type { ConversationId } from '../../../protocol/ids.ts';
import { useApp } from '../../app/app.ts';

/** Keeps what is written, and lets the others know that something is, unless it is a command. */
export function useWriting(conversation: ConversationId): (line: string) => void {
  const { drafts, engine, notices } = useApp();
  return (line) => {
    drafts.write(conversation, line);
    if (line !== '' && !line.startsWith('/')) notices.showRefusal(engine.call('setTyping', { conversation }));
  };
}
