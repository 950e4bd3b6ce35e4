import { conversationId } from '../../../protocol/ids.ts';
import { useStateOf } from '../../components/use-state-of.ts';
import { refusalSentence } from '../../text/refusal-sentence.ts';
import { useText } from '../../text/text.tsx';
import { useApp } from '../../window/app.ts';
import type { ConversationFacts } from '../use-conversation-facts.ts';
import { commandMeant, parseLine } from './commands.ts';
import { type CommandAnswer, runLine } from './run-command.ts';

/** Sends what was written, or does what it says when it is a command. White space alone is nothing. */
export function useSending(facts: ConversationFacts) {
  const app = useApp();
  const text = useText();
  const [answer, setAnswer] = useStateOf<CommandAnswer | undefined>(facts.id, undefined);
  const [asked, setAsked] = useStateOf<string | undefined>(facts.id, undefined);
  const { engine, drafts } = app;

  /** Before what has been written since. */
  function giveBack(written: string): void {
    const since = drafts.get().get(facts.id);
    drafts.write(facts.id, since ? `${written}\n${since}` : written);
  }

  async function sendText(written: string): Promise<void> {
    drafts.write(facts.id, '');
    setAsked(undefined);
    setAnswer(undefined);
    const sent = await engine.call('send', { conversation: conversationId.parse(facts.id), text: written });
    if (sent.ok) return;
    giveBack(written);
    setAnswer({ failed: true, lines: [refusalSentence(text, sent)] });
  }

  /** Asks about what looks like a command. To send it once more is to answer. */
  function isMeant(written: string): boolean {
    const command = asked === written ? undefined : commandMeant(written);
    if (command === undefined) return true;
    setAsked(written);
    setAnswer({ failed: true, lines: [text.composer.commandMeant(command)] });
    return false;
  }

  async function send(written: string): Promise<void> {
    if (written.trim() === '') return;
    const parsed = parseLine(written);
    if (parsed.kind === 'text') return isMeant(written) ? sendText(written.trim()) : undefined;
    const isDone = parsed.kind === 'command';
    if (isDone) drafts.write(facts.id, '');
    const told = await runLine(parsed, { app, text, conversation: facts.id });
    if (isDone && told?.failed) giveBack(written);
    setAnswer(told);
  }

  return { send, answer, dismiss: () => setAnswer(undefined) };
}
